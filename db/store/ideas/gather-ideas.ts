import { and, asc, eq, ne } from 'drizzle-orm'
import type { Database, Engine } from '../../engines/engine.ts'
import type { GatheredIdeas } from '../../model/idea.ts'
import { isPassing, isShown } from '../../model/visibility.ts'
import { readOwnWords } from '../lists/read-words.ts'

/**
 * So many ideas of one author take part under one takeaway, the oldest; what a person placed takes part
 * beside them. A group's strength is counted in people: more of one author's add nothing but work, and
 * anybody may post without end.
 */
const mostOfOneAuthor = 20

/** The ideas that are not rejected, of one author so many, and every group, by id. */
export async function gatherIdeas(
  db: Database,
  { tables, isOneOf }: Pick<Engine, 'tables' | 'isOneOf'>,
  campaignId: number,
): Promise<GatheredIdeas> {
  const { post, idea, ideaGroup } = tables
  const rows = await db
    .select({
      postId: post.id,
      authorId: post.authorId,
      takeaway: post.takeaway,
      standing: post.standing,
      hiddenWhy: post.hiddenWhy,
      groupId: idea.groupId,
      isHeld: idea.isHeld,
    })
    .from(idea)
    .innerJoin(post, eq(idea.postId, post.id))
    .where(and(eq(idea.campaignId, campaignId), eq(idea.isIdea, true), ne(post.standing, 'rejected')))
    .orderBy(asc(post.id))
  const taking = dropSurplus(rows)
  const ids = taking.map(({ postId }) => postId)
  const written = await db.select({ id: post.id, text: post.text }).from(post).where(isOneOf(post.id, ids))
  const texts = await readOwnWords(db, { tables, isOneOf }, written)
  const groups = await db
    .select()
    .from(ideaGroup)
    .where(eq(ideaGroup.campaignId, campaignId))
    .orderBy(asc(ideaGroup.id))
  return {
    ideas: taking.map(({ standing, hiddenWhy, ...row }) => ({
      ...row,
      text: texts.get(row.postId) ?? '',
      isShown: isShown({ standing, hiddenWhy }),
      // What is missing may come back, and so keeps its place.
      counts: isPassing({ hiddenWhy }) || hiddenWhy === 'missing',
    })),
    groups: groups.map(({ campaignId: _, ...group }) => ({ ...group, namedBy: group.namedBy ?? null })),
  }
}

function dropSurplus<T extends { authorId: number; takeaway: number | null; isHeld: boolean }>(
  ideas: readonly T[],
): T[] {
  const counts = new Map<string, number>()
  return ideas.filter(({ authorId, takeaway, isHeld }) => {
    if (isHeld) return true
    const key = `${authorId} ${takeaway}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count <= mostOfOneAuthor
  })
}
