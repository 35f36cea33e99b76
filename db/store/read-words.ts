import { asc } from 'drizzle-orm'
import type { Database, Engine } from '../engines/engine.ts'

/** What each post says, with what its pictures are said to show; by id. */
export async function readWords(
  db: Database,
  { tables, isOneOf }: Pick<Engine, 'tables' | 'isOneOf'>,
  posts: readonly { id: number; text: string }[],
): Promise<Map<number, string>> {
  const { media } = tables
  const ids = posts.map(({ id }) => id)
  const alts = await db
    .select({ postId: media.postId, alt: media.alt })
    .from(media)
    .where(isOneOf(media.postId, ids))
    .orderBy(asc(media.postId), asc(media.position))
  const parts = new Map(posts.map(({ id, text }) => [id, [text]]))
  for (const { postId, alt } of alts) parts.get(postId)?.push(alt)
  return new Map([...parts].map(([id, texts]) => [id, texts.filter((text) => text.trim() !== '').join('\n')]))
}
