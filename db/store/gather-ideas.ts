import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Database, Tables } from '../engines/engine.ts'
import { isShown } from '../model/visibility.ts'
import type { GatheredIdeas } from './idea-store.ts'

/** Hidden for now, and yet to be counted: nobody asked for it to be hidden. */
const passing: readonly (string | null)[] = [null, 'unverified', 'missing']

/** Every idea that is not rejected, and every group, by id. */
export async function gatherIdeas(
  db: Database,
  { post, idea, ideaGroup }: Tables,
  campaignId: number,
): Promise<GatheredIdeas> {
  const rows = await db
    .select({
      postId: post.id,
      authorId: post.authorId,
      takeaway: post.takeaway,
      text: post.text,
      standing: post.standing,
      hiddenWhy: post.hiddenWhy,
      groupId: idea.groupId,
      isHeld: idea.isHeld,
    })
    .from(idea)
    .innerJoin(post, eq(idea.postId, post.id))
    .where(
      and(
        eq(idea.campaignId, campaignId),
        eq(idea.isIdea, true),
        inArray(post.standing, ['pending', 'approved', 'stashed']),
      ),
    )
    .orderBy(asc(post.id))
  const groups = await db
    .select()
    .from(ideaGroup)
    .where(eq(ideaGroup.campaignId, campaignId))
    .orderBy(asc(ideaGroup.id))
  return {
    ideas: rows.map(({ standing, hiddenWhy, ...row }) => ({
      ...row,
      isShown: isShown({ standing, hiddenWhy }),
      counts: passing.includes(hiddenWhy),
    })),
    groups: groups.map(({ campaignId: _, ...group }) => ({ ...group, namedBy: group.namedBy ?? null })),
  }
}
