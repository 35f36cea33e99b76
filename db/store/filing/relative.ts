import { isRelation } from '../../model/filing/filing.ts'
import type { PostRow } from '../lists/read-posts.ts'
import type { FiledRelative } from './filing-store.ts'

type Standing = Pick<PostRow, 'takeaway' | 'filedBy' | 'authorId' | 'standing' | 'signals' | 'removedWhy'>

/** What follows from a post for those that answer or quote it; null when nothing does. */
export function toRelative(post: Standing): FiledRelative | null {
  const { takeaway, filedBy: by, authorId, standing, signals, removedWhy } = post
  if (takeaway === null || by === null || by === 'model') return null
  if (standing === 'rejected' || removedWhy !== null) return null
  // Two posts that each stand there because of the other prove nothing.
  const standsAlone = signals.length === 0 || signals.some((signal) => !isRelation(signal))
  return by === 'moderator' || standing === 'approved' || standsAlone ? { takeaway, by, authorId } : null
}
