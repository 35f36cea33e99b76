import { AppError } from '../../model/error.ts'

/** A place in a list ordered by a time and then an id, as the opaque text that pages hand on. */
export interface Place {
  at: number
  id: number
}

export function formatPlace(place: Place): string {
  return `${place.at}.${place.id}`
}

/** Throws `invalid` for anything `formatPlace` did not make. */
export function parsePlace(text: string): Place {
  const parts = /^(-?\d{1,16})\.(\d{1,15})$/.exec(text)
  if (!parts)
    throw new AppError('invalid', 'This page address is not one of ours: start again from the first page.')
  return { at: Number(parts[1]), id: Number(parts[2]) }
}
