// Which list is open, as the address bar has it: it can be kept, shared and gone back to.
import type { Place, Standing } from './queue-model.ts'

/** Whatever is not known means the waiting posts. */
export function readStanding(value: string | undefined): Standing {
  return value === 'approved' || value === 'rejected' || value === 'stashed' ? value : 'pending'
}

/** Whatever is not a takeaway's id or `unfiled` means all. */
export function readPlace(value: string | undefined): Place {
  if (value === 'unfiled') return null
  return value && /^[1-9]\d{0,4}$/.test(value) ? Number(value) : 'all'
}

export function writePlace(place: Place): string {
  return place === null ? 'unfiled' : String(place)
}
