import { openCampaignList } from '@wall/db/campaign-list'
import { CampaignContent } from '@wall/db/model/campaign'
import { createStore } from '@wall/db/store/create-store'
import type { VectorSource } from '@wall/workers/encoders/vectors-options'
import type { Judge } from '@wall/workers/judge/judge'
import { createLearner, type Learner } from '@wall/workers/learning/learner'
import type { LearnerTimes } from '@wall/workers/learning/learner-times'
import { createLog } from '@wall/workers/log'
import type { TestEngine } from '../database/open-test-engine.ts'
import { makeBatch, makePost } from '../database/posts.ts'
import { keepNothing } from '../keep-nothing.ts'
import { addModerator } from './add-moderator.ts'

export const content = CampaignContent.parse({
  slug: 'test',
  name: 'Test campaign',
  hashtags: ['gardenweek'],
  takeaways: [
    {
      number: 1,
      slug: 'water',
      title: 'Rain barrels save water',
      summary: 'Collect rain. Water roots early.',
    },
    {
      number: 2,
      slug: 'soil',
      title: 'Compost feeds the soil',
      summary: 'Worms and leaves make rich earth.',
    },
    {
      number: 3,
      slug: 'shade',
      title: 'Trees give shade',
      summary: 'Plant an oak. A canopy cools the street.',
    },
  ],
})

/** Fast, so that a test sees several rounds. */
export const quick: LearnerTimes = {
  measureAfterMs: 0,
  quietMs: 100,
  longestMs: 1_000,
  lookEveryMs: 100,
  leaseMs: 3_000,
  renewEveryMs: 300,
  claimMs: 5_000,
  askEveryMs: 50,
  askAgainMs: 500,
}

const jo = { handle: 'jo.test', displayName: 'Jo Lee' }

export type LearningWall = Awaited<ReturnType<typeof openLearningWall>>

/** A wall with a store of its own, moderators, and as many learning workers as a test wants. */
export async function openLearningWall(
  { engine, dispose }: Pick<TestEngine, 'engine' | 'dispose'>,
  ofCampaign: CampaignContent = content,
) {
  const store = createStore(engine)
  const { campaign } = await store.saveCampaign(ofCampaign)
  const source = await store.ensureSource(campaign.id, 'bluesky', {})
  for (const id of ['ana', 'ben']) await addModerator(engine, id)
  const stops: (() => Promise<void>)[] = []
  let posts = 0

  async function startWorker(owner: string, encoder?: VectorSource, judge?: Judge, kept = keepNothing) {
    const stop = new AbortController()
    const learner: Learner = createLearner({
      ...{ store, owner, encoder, judge, clock: Date.now, log: createLog('silent'), times: quick, kept },
      campaigns: await openCampaignList(store, stop.signal),
    })
    const running = learner.run(stop.signal)
    const end = async () => {
      stop.abort()
      await running
    }
    stops.push(end)
    return { filer: learner.filerOf(campaign), end }
  }

  /** Comes from an author of its own; answers its id. */
  async function arrive(text: string, more: Parameters<typeof makePost>[0] = {}): Promise<number> {
    posts += 1
    const uri = `at://did:plc:author${posts}/app.bsky.feed.post/${posts}`
    await store.recordBatch(source.id, makeBatch({ posts: [makePost({ uri, text, ...more })] }))
    return posts
  }

  /** As the network does, which then also tells what its author is called. */
  async function confirm(id: number, author: { handle: string; displayName: string } = jo): Promise<void> {
    const { network, uri, cid, rev, text, author: known } = await getPost(id)
    const post = makePost({ uri, cid, rev, text })
    const verification = { network, uri, post, labels: [], isMatch: true }
    const times = { now: Date.now(), recheckMs: 3_600_000 }
    const names = { network, networkId: known.networkId, wishes: 'public' as const, ...author }
    await store.recordVerifications(campaign.id, [verification], [names], times)
  }

  async function getPost(id: number) {
    const [post] = await store.findPosts([id])
    if (!post) throw new Error(`no post ${id}`)
    return post
  }

  async function refile(postId: number, takeaway: number | null, userId = 'ana') {
    for (;;) {
      const { version } = await getPost(postId)
      const order = { campaignId: campaign.id, postId, version, takeaway, actor: { id: userId } }
      // A worker may just have filed it.
      const outcome = await store.refile(order).catch(() => undefined)
      if (outcome) return outcome.decision?.id ?? 0
    }
  }

  async function reject(postId: number) {
    for (;;) {
      const { version } = await getPost(postId)
      const order = { campaignId: campaign.id, postId, version, actor: { id: 'ana' } }
      if (await store.decide({ ...order, standing: 'rejected' }).catch(() => undefined)) return
    }
  }

  return {
    ...{
      store,
      campaign,
      engine,
      startWorker,
      arrive,
      confirm,
      getPost,
      refile,
      reject,
      sourceId: source.id,
    },
    uriOf: async (id: number) => (await getPost(id)).uri,
    readState: () => store.readFilingState(campaign.id),
    async dispose() {
      await Promise.all(stops.map((end) => end()))
      await dispose()
    },
  }
}
