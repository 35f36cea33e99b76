import { and, eq, isNotNull, not, sql } from 'drizzle-orm'
import { foldWords } from '../lists/fold-words.ts'
import type { PostRow } from '../lists/read-posts.ts'
import type { Writing } from '../writing.ts'

/**
 * Names that people gave groups of ideas, folded: those in use, by group, and those kept to take a change
 * back, by change.
 */
export interface GivenNames {
  groups: { id: number; folded: string }[]
  changes: { id: number; folded: string[] }[]
}

type NamingPost = Pick<PostRow, 'id' | 'campaignId' | 'words'>

/** Words that are gone name no group any more; it is named anew from what is left. */
export async function eraseIdeaNames(writing: Writing, posts: readonly NamingPost[]): Promise<void> {
  const { transaction, tables, isOneOf } = writing
  const { ideaGroup } = tables
  await eraseGivenNames(writing, posts)
  const ids = posts.map(({ id }) => id)
  await transaction.db
    .update(ideaGroup)
    .set({ name: '', namePostId: null })
    .where(isOneOf(ideaGroup.namePostId, ids))
}

/**
 * Takes off every name that a person gave in words of these posts which nobody else in the group says: words
 * that are gone name no group, and no change brings them back. What leaves together vouches for none of each
 * other's words. Call it while the posts' rows still hold theirs.
 */
async function eraseGivenNames(writing: Writing, posts: readonly NamingPost[]): Promise<void> {
  for (const [campaignId, leaving] of Map.groupBy(posts, (post) => post.campaignId))
    await eraseNamesOf(writing, campaignId, leaving)
}

async function eraseNamesOf(
  writing: Writing,
  campaignId: number,
  leaving: readonly NamingPost[],
): Promise<void> {
  const { groups, changes } = await findGivenNames(writing, campaignId)
  const said = leaving.map(({ words }) => ` ${words} `)
  const isQuote = (folded: string) => folded !== '' && said.some((words) => words.includes(` ${folded} `))
  const postIds = leaving.map(({ id }) => id)
  const kept = new Set<string>()
  let isErasing = false
  for (const { id, folded } of groups) {
    if (!isQuote(folded)) continue
    if (await doOthersSay(writing, { groupId: id, folded, postIds })) kept.add(folded)
    else {
      await takeNameOff(writing, id)
      isErasing = true
    }
  }
  for (const { id, folded } of changes) {
    const quotes = new Set(folded.filter((name) => isQuote(name) && !kept.has(name)))
    if (quotes.size === 0) continue
    await eraseInChange(writing, id, quotes)
    isErasing = true
  }
  if (isErasing) writing.givenNames.delete(campaignId)
}

async function findGivenNames(writing: Writing, campaignId: number): Promise<GivenNames> {
  const names = writing.givenNames.get(campaignId) ?? (await readGivenNames(writing, campaignId))
  writing.givenNames.set(campaignId, names)
  return names
}

async function readGivenNames({ transaction, tables }: Writing, campaignId: number): Promise<GivenNames> {
  const { ideaGroup, ideaChange } = tables
  const groups = await transaction.db
    .select({ id: ideaGroup.id, name: ideaGroup.name })
    .from(ideaGroup)
    .where(and(eq(ideaGroup.campaignId, campaignId), isNotNull(ideaGroup.namedBy)))
  const changes = await transaction.db
    .select({ id: ideaChange.id, before: ideaChange.before })
    .from(ideaChange)
    .where(
      and(
        eq(ideaChange.campaignId, campaignId),
        sql`CAST(${ideaChange.before} AS TEXT) LIKE '%namedBy%moderator%'`,
      ),
    )
  return {
    groups: groups.map(({ id, name }) => ({ id, folded: foldWords(name) })),
    changes: changes.map(({ id, before }) => ({
      id,
      folded: before.groups.flatMap(({ name, namedBy }) => (namedBy === null ? [] : foldWords(name))),
    })),
  }
}

async function doOthersSay(
  { transaction, tables, isOneOf }: Writing,
  { groupId, folded, postIds }: { groupId: number; folded: string; postIds: readonly number[] },
): Promise<boolean> {
  const { idea, post } = tables
  const others = await transaction.db
    .select({ words: post.words })
    .from(idea)
    .innerJoin(post, eq(idea.postId, post.id))
    .where(and(eq(idea.groupId, groupId), not(isOneOf(post.id, postIds))))
  return others.some(({ words }) => ` ${words} `.includes(` ${folded} `))
}

async function takeNameOff({ transaction, tables }: Writing, groupId: number): Promise<void> {
  const { ideaGroup } = tables
  const unnamed = { name: '', namedBy: null, namePostId: null }
  await transaction.db.update(ideaGroup).set(unnamed).where(eq(ideaGroup.id, groupId))
}

async function eraseInChange(
  { transaction, tables }: Writing,
  changeId: number,
  quotes: ReadonlySet<string>,
): Promise<void> {
  const { ideaChange } = tables
  const [row] = await transaction.db.select().from(ideaChange).where(eq(ideaChange.id, changeId))
  if (!row) return
  const groups = row.before.groups.map((group) =>
    quotes.has(foldWords(group.name)) ? { ...group, name: '', namedBy: null } : group,
  )
  await transaction.db
    .update(ideaChange)
    .set({ before: { ...row.before, groups } })
    .where(eq(ideaChange.id, changeId))
}
