import { asc } from 'drizzle-orm'
import type { Database, Engine } from '../../engines/engine.ts'

/** Pictures may be said to show far more than any post says. UTF-16 units. */
const mostOfPost = 6_000

/** What each post says, with what its pictures are said to show, cut where that is very long; by id. */
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
  return new Map(
    [...parts].map(([id, texts]) => {
      const whole = texts.filter((text) => text.trim() !== '').join('\n')
      return [id, whole.slice(0, mostOfPost).toWellFormed()]
    }),
  )
}

/** What each post says, and where it says nothing, what its pictures are said to show; by id. */
export async function readOwnWords(
  db: Database,
  engine: Pick<Engine, 'tables' | 'isOneOf'>,
  posts: readonly { id: number; text: string }[],
): Promise<Map<number, string>> {
  const silent = posts.filter(({ text }) => text.replace(/https?:\/\/\S+|[#＃@]\S+/gu, '').trim() === '')
  const shown = silent.length > 0 ? await readWords(db, engine, silent) : new Map<number, string>()
  return new Map(posts.map(({ id, text }) => [id, shown.get(id) ?? text]))
}
