import { isDeepStrictEqual } from 'node:util'
import { asc, eq } from 'drizzle-orm'
import type { NewPost } from '../../model/post.ts'
import type { PostRow } from '../lists/read-posts.ts'
import type { Writing } from '../writing.ts'
import { contentColumns } from './change-post.ts'

/**
 * Whether what is stored is what the network has under the same id of content. A stream is unsigned: whoever speaks for it
 * could give anybody's post under its true id other words or pictures.
 */
export async function isSameContent(
  { transaction, tables }: Pick<Writing, 'transaction' | 'tables'>,
  post: PostRow,
  found: NewPost,
): Promise<boolean> {
  const { media } = tables
  const columns = contentColumns(found)
  const stored = { ...columns, ...pick(post, Object.keys(columns)) }
  if (!isDeepStrictEqual(toPlain(stored), toPlain(columns))) return false
  const pictures = await transaction.db
    .select({ kind: media.kind, url: media.url, alt: media.alt, width: media.width, height: media.height })
    .from(media)
    .where(eq(media.postId, post.id))
    .orderBy(asc(media.position))
  const wanted = found.media.map(({ kind, url, alt, width, height }) => ({ kind, url, alt, width, height }))
  return isDeepStrictEqual(pictures, wanted)
}

function pick(row: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)))
}

/** As the database gives it back: a field left out and one that is undefined are the same. */
function toPlain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
