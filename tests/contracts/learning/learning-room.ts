// What tests of learning do again and again.
import type { Filing } from '@wall/db/model/filing/filing'
import { beforeEach } from 'vitest'
import { makePost } from '../../support/database/posts.ts'
import type { StoreRoom } from '../store-room.ts'

export const uriOf = (number: number) => `at://did:plc:ana/app.bsky.feed.post/${number}`
export const lease = { limit: 10, leaseMs: 60_000, owner: 'worker-a' }

/** Call within `describe`, beside `useStore`. */
export function useLearning(on: StoreRoom) {
  beforeEach(async () => {
    await on.makeUser('ana', 'Ana')
    await on.makeUser('ben', 'Ben')
  })

  const arrive = (count: number) =>
    on.record({
      posts: Array.from({ length: count }, (_, index) =>
        makePost({ uri: uriOf(index + 1), text: `Words of post ${index + 1}` }),
      ),
    })
  async function getPost(id: number) {
    const [post] = await on.store.findPosts([id])
    if (!post) throw new Error(`no post ${id}`)
    return post
  }
  async function refile(postId: number, takeaway: number | null, userId = 'ana') {
    const { version } = await getPost(postId)
    return on.store.refile({ campaignId: on.campaignId, postId, version, takeaway, actor: { id: userId } })
  }
  async function decide(
    postId: number,
    order: { standing: 'approved' | 'rejected' | 'pending'; takeaway?: number | null },
    userId = 'ana',
  ) {
    const { version } = await getPost(postId)
    return on.store.decide({ campaignId: on.campaignId, postId, version, ...order, actor: { id: userId } })
  }
  const labels = async () =>
    (await on.store.listLabels(on.campaignId)).map(({ postId, userId, takeaway }) => [
      postId,
      userId,
      takeaway,
    ])
  function makeFiling(overrides: Partial<Filing> = {}): Filing {
    const suggestions = [1, 2, 3].map((takeaway) => ({ takeaway, confidence: 0.5 - takeaway / 10 }))
    return { takeaway: null, by: null, confidence: 0.4, reason: 'its words', suggestions, ...overrides }
  }
  /** Claims all there is and files it so. */
  async function fileAll(model: string, filing: (postId: number) => Filing, options = lease) {
    const claim = await on.store.claimFilings(on.campaignId, model, options)
    const filings = claim.posts.map(({ id, version }) => ({ postId: id, version, filing: filing(id) }))
    return on.store.recordFilings(on.campaignId, claim, model, filings)
  }
  const kindsAfter = async (seq: number) =>
    (await on.store.eventsAfter(on.campaignId, seq, 100)).map((event) => [event.kind, event.postId])

  return { arrive, getPost, refile, decide, labels, makeFiling, fileAll, kindsAfter }
}
