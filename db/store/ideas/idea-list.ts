import { and, desc, eq, inArray, isNotNull, ne, type SQL, sql } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { AppError } from '../../model/error.ts'
import type { IdeaGroup } from '../../model/idea.ts'
import type { Post } from '../../model/post.ts'
import { newestFirst } from '../lists/newest-first.ts'
import { readPosts } from '../lists/read-posts.ts'
import { wherePassing, whereShown } from '../visibility.ts'
import type { IdeaStore } from './idea-store.ts'

type IdeaLists = Pick<
  IdeaStore,
  'listIdeaGroups' | 'countActions' | 'listGroupPosts' | 'listIdeaPosts' | 'listShownIdeas'
>

export function createIdeaListStore(engine: Engine): IdeaLists {
  const { reader, tables } = engine
  const { campaign, post, idea, ideaGroup } = tables

  const shown = whereShown(tables)
  const people = sql<number>`count(distinct ${post.authorId})`.mapWith(Number)
  const posts = sql<number>`count(*)`.mapWith(Number)
  const shownPeople = sql<number>`count(distinct ${post.authorId}) filter (where ${shown})`.mapWith(Number)
  const shownPosts = sql<number>`count(*) filter (where ${shown})`.mapWith(Number)
  const newestAt = sql<number>`max(${post.sortAt})`.mapWith(Number)

  /** Whoever hid it, or took it back, is not counted. */
  const counts = and(ne(post.standing, 'rejected'), wherePassing(tables))
  const isIn = (campaignId: number, where: SQL | undefined) =>
    and(eq(idea.campaignId, campaignId), eq(idea.isIdea, true), where)

  async function readGroups(campaignId: number, where: SQL | undefined) {
    return reader
      .select({ group: ideaGroup, people, posts, shownPeople, shownPosts, newestAt })
      .from(ideaGroup)
      .innerJoin(idea, eq(idea.groupId, ideaGroup.id))
      .innerJoin(post, eq(idea.postId, post.id))
      .where(isIn(campaignId, where))
      .groupBy(ideaGroup.id)
      .orderBy(desc(people), desc(newestAt), ideaGroup.id)
  }

  function toGroup({ group, ...strength }: Awaited<ReturnType<typeof readGroups>>[number]): IdeaGroup {
    return {
      id: group.id,
      takeaway: group.takeaway,
      name: group.name === '' ? null : group.name,
      isNamedByHand: group.namedBy !== null,
      isKept: group.isKept,
      ...strength,
    }
  }

  async function readMembers(campaignId: number, where: SQL | undefined) {
    const members = await reader
      .select({ groupId: idea.groupId, postId: idea.postId })
      .from(idea)
      .innerJoin(post, eq(idea.postId, post.id))
      .where(isIn(campaignId, and(isNotNull(idea.groupId), where)))
    return new Map(members.map(({ postId, groupId }) => [postId, groupId as number]))
  }

  async function readThese(ids: readonly number[]): Promise<Post[]> {
    const found: Post[] = []
    for (let at = 0; at < ids.length; at += pageSize) {
      const where = inArray(post.id, ids.slice(at, at + pageSize))
      found.push(...(await readPosts(reader, tables, { where })))
    }
    return found.sort((a, b) => b.sortAt - a.sortAt || b.id - a.id)
  }

  return {
    listIdeaGroups: async (campaignId) => (await readGroups(campaignId, counts)).map(toGroup),

    countActions: async (campaignId) => {
      const rows = await reader
        .select({ takeaway: post.takeaway, action: idea.action, people, posts, shownPosts })
        .from(idea)
        .innerJoin(post, eq(idea.postId, post.id))
        .where(and(eq(idea.campaignId, campaignId), isNotNull(idea.action), isNotNull(post.takeaway), counts))
        .groupBy(post.takeaway, idea.action)
        .orderBy(post.takeaway, idea.action)
      return rows.map(({ takeaway, action, ...rest }) => ({
        takeaway: takeaway ?? 0,
        action: action ?? 0,
        ...rest,
      }))
    },

    async listGroupPosts(campaignId, groupId, limit) {
      const [group] = await reader
        .select({ id: ideaGroup.id })
        .from(ideaGroup)
        .where(and(eq(ideaGroup.id, groupId), eq(ideaGroup.campaignId, campaignId)))
      if (!group) throw new AppError('not_found', 'There is no such group of ideas any more.')
      const ids = reader
        .select({ id: idea.postId })
        .from(idea)
        .where(isIn(campaignId, eq(idea.groupId, groupId)))
      const where = and(inArray(post.id, ids), counts)
      return readPosts(reader, tables, { where, orderBy: newestFirst(tables), limit })
    },

    async listIdeaPosts(campaignId) {
      const members = await readMembers(campaignId, counts)
      const found = await readThese([...members.keys()])
      return found.map((one) => ({ groupId: members.get(one.id) ?? 0, post: one }))
    },

    async listShownIdeas(campaignId, samples) {
      const [home] = await reader
        .select({ unreleased: campaign.unreleased })
        .from(campaign)
        .where(eq(campaign.id, campaignId))
      // A group may stay where a person put it, after its posts have moved on.
      const isReleased = ({ group }: { group: { takeaway: number | null } }) =>
        group.takeaway === null || !home?.unreleased.includes(group.takeaway)
      const rows = (await readGroups(campaignId, shown)).filter(isReleased).slice(0, mostShown)
      const members = await readMembers(campaignId, shown)
      const picked = new Map<number, number[]>(rows.map(({ group }) => [group.id, []]))
      // Ids rise with time, near enough to pick samples by.
      for (const [postId, groupId] of [...members].sort(([a], [b]) => b - a)) {
        const ids = picked.get(groupId)
        if (ids && ids.length < samples) ids.push(postId)
      }
      const found = await readThese([...picked.values()].flat())
      return rows.map((row) => {
        // A name that is the words of a post goes out only while that post does.
        const isTold = row.group.namedBy !== null || members.has(row.group.namePostId ?? -1)
        const group = toGroup(row)
        const ids = new Set(picked.get(group.id))
        return {
          group: isTold ? group : { ...group, name: null },
          posts: found.filter((one) => ids.has(one.id)),
        }
      })
    },
  }
}

const pageSize = 500
/** For everybody, so the answer has an end; the team sees all. */
const mostShown = 200
