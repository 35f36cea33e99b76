import { and, desc, eq, lt, or, type SQL } from 'drizzle-orm'
import type { Tables } from '../../engines/engine.ts'
import { parsePlace } from './place.ts'

/** The order of the wall and of what a search finds. */
export function newestFirst({ post }: Tables): SQL[] {
  return [desc(post.sortAt), desc(post.id)]
}

/** What stands after a page's last post in that order. Throws `invalid`. */
export function olderThan({ post }: Tables, before: string | undefined): SQL | undefined {
  if (before === undefined) return undefined
  const place = parsePlace(before)
  return or(lt(post.sortAt, place.at), and(eq(post.sortAt, place.at), lt(post.id, place.id)))
}
