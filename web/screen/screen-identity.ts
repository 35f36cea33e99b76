import type { KeptValues } from '../lib/kept-values.ts'

const key = 'screen-id'

export interface ScreenIdentity {
  /** Random, kept in this browser: it tells this screen from others, and nothing else. */
  id: string
  /** What the address calls it: `/screen?name=Lobby`. */
  name: string
}

export function readScreenIdentity(kept: KeptValues, search: string): ScreenIdentity {
  const name = (new URLSearchParams(search).get('name') ?? '').trim().slice(0, 60)
  const known = kept.read(key)
  if (known && /^[\w-]{8,64}$/.test(known)) return { id: known, name }
  const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  kept.write(key, id)
  return { id, name }
}
