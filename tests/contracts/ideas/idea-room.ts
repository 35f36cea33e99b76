// What tests of ideas do again and again.
import { makeBatch, makePost } from '../../support/database/posts.ts'
import { actor, type StoreRoom } from '../store-room.ts'

/** Call within `describe`, beside `useStore`. */
export function useIdeas(on: StoreRoom) {
  const uriOf = (person: string, number: number) => `at://did:plc:${person}/app.bsky.feed.post/${number}`

  /** Post n (from 1) by a person, under takeaway 1 unless said otherwise. */
  async function receive(people: readonly string[], takeaway: number | null = 1) {
    const posts = people.map((person, index) =>
      makePost({
        uri: uriOf(person, index + 1),
        text: `Idea ${index + 1}: visit homes`,
        sortAt: 1_700_000_000_000 + index,
        filing: { ...makePost().filing, takeaway, by: takeaway === null ? null : 'rule' },
      }),
    )
    await on.store.recordBatch(on.sourceId, makeBatch({ posts }))
    const verifications = posts.map((post) => ({
      ...{ network: 'bluesky', uri: post.uri, post, labels: [], isMatch: true },
    }))
    await on.store.recordVerifications(on.campaignId, verifications, [], { now: on.now, recheckMs: 1000 })
  }
  async function readAll(set: { isIdea?: boolean; action?: number | null } = {}) {
    const posts = await on.store.listUnreadPosts(on.campaignId, 'm1', { limit: 100 })
    const { isIdea = true, action = null } = set
    return on.store.recordIdeaReadings(
      on.campaignId,
      'm1',
      posts.map(({ id, cid, takeaway }) => ({
        ...{ postId: id, cid, takeaway, isIdea, ideaConfidence: 0.8, action, actionConfidence: 0.6 },
      })),
    )
  }
  /** Gathers the given posts in groups, named by their first. */
  async function gather(...groups: number[][]) {
    const plan = groups.map((postIds) => ({
      ...{ id: null, takeaway: 1, postIds },
      name: { name: `Words of ${postIds[0]}`, postId: postIds[0] ?? 0 },
    }))
    await on.store.saveIdeaGroups(on.campaignId, plan)
    return on.store.listIdeaGroups(on.campaignId)
  }
  const members = async () =>
    Object.fromEntries(
      (await on.store.readGatheredIdeas(on.campaignId)).ideas.map(({ postId, groupId }) => [postId, groupId]),
    )
  async function approve(postId: number, takeaway?: number) {
    const [post] = await on.store.findPosts([postId])
    await on.store.decide({
      ...{
        campaignId: on.campaignId,
        postId,
        version: post?.version ?? 0,
        standing: 'approved',
        takeaway,
        actor,
      },
    })
  }
  const removal = (person: string, number: number) =>
    makeBatch({
      cursor: 'c2',
      removals: [{ network: 'bluesky', uri: uriOf(person, number), rev: '9z', why: 'deleted' }],
    })

  return { uriOf, receive, readAll, gather, members, approve, removal }
}
