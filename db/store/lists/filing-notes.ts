import { and, inArray, isNull, ne } from 'drizzle-orm'
import type { Database, Engine } from '../../engines/engine.ts'
import type { Post } from '../../model/post.ts'
import { isDisputed, readOpinions } from '../filing/label.ts'

/**
 * Adds what other rows tell of posts' filing: the words of the posts nearest to them, who placed them, and
 * whether moderators disagree.
 */
export async function addFilingNotes(
  db: Database,
  { tables, isOneOf }: Pick<Engine, 'tables' | 'isOneOf'>,
  posts: readonly Post[],
): Promise<Post[]> {
  if (posts.length === 0) return []
  const { post, decision } = tables
  const nearIds = [
    ...new Set(posts.flatMap(({ filing }) => (filing.near ?? []).flatMap(({ postId }) => postId ?? []))),
  ]
  const near =
    nearIds.length === 0
      ? []
      : await db
          .select({ id: post.id, text: post.text })
          .from(post)
          .where(and(inArray(post.id, nearIds), isNull(post.removedWhy), ne(post.text, '')))
  const texts = new Map(near.map(({ id, text }) => [id, text]))
  const ids = posts.map(({ id }) => id)
  const opinions = await readOpinions(db, tables, isOneOf(decision.postId, ids))
  return posts.map((one) => ({
    ...one,
    filing: {
      ...one.filing,
      byName: one.filing.by === 'moderator' ? (opinions.get(one.id)?.at(-1)?.by ?? null) : null,
      near: (one.filing.near ?? []).map((item) =>
        item.postId === null ? item : { ...item, text: texts.get(item.postId) ?? null },
      ),
      disagreement: (opinions.get(one.id) ?? []).filter((_, __, all) => isDisputed(all)),
    },
  }))
}
