// The store of one test: a database of its own with one campaign, one source and one moderator, and what
// nearly every test does with them.
import type { Engine } from '@wall/db/engines/engine'
import { CampaignContent } from '@wall/db/model/campaign'
import type { Post } from '@wall/db/model/post'
import { createStore } from '@wall/db/store/create-store'
import type { Store, Verification } from '@wall/db/store/store'
import { afterEach, beforeEach } from 'vitest'
import type { TestEngine } from '../support/database/open-test-engine.ts'
import { makeBatch, makePost } from '../support/database/posts.ts'
import { addModerator } from '../support/wall/add-moderator.ts'

export type OpenEngine = () => Promise<TestEngine>

export const content = CampaignContent.parse({
  slug: 'test',
  name: 'Test campaign',
  hashtags: ['rethinkingintervention'],
  takeaways: [1, 2, 3].map((number) => ({
    ...{ number, slug: `takeaway-${number}`, title: `Takeaway ${number}` },
    actions: [{ text: 'Lower caseloads' }, { text: 'Time together' }],
  })),
})
export const actor = { id: 'moderator-1' }
/** Of the post that `makePost` makes unless told otherwise. */
export const uri = 'at://did:plc:ana/app.bsky.feed.post/1'
export const recheckMs = 900_000

export interface StoreRoom {
  engine: Engine
  findTraces: TestEngine['findTraces']
  store: Store
  campaignId: number
  sourceId: number
  /** The store's clock; the database has its own. */
  now: number
  makeUser(id: string, name?: string): Promise<void>
  record(batch: Parameters<typeof makeBatch>[0]): ReturnType<Store['recordBatch']>
  onlyPost(): Promise<Post>
  getPost(id: number): Promise<Post>
  verified(overrides?: Partial<Verification>): Verification
  verify(
    verifications: Verification[],
    authors?: Parameters<Store['recordVerifications']>[2],
  ): ReturnType<Store['recordVerifications']>
  kindsAfter(seq: number): Promise<string[]>
  approve(takeaway?: number | null): ReturnType<Store['decide']>
  showOne(): Promise<Post>
  wallIds(): Promise<number[]>
  /** Confirmed posts, one after the other, two a day. */
  fill(count: number): Promise<void>
}

/** Call within `describe`: each test has a store of its own, gone afterwards. */
export function useStore(open: OpenEngine): StoreRoom {
  let opened: TestEngine
  const on: StoreRoom = {
    makeUser: (id, name = 'Ana') => addModerator(on.engine, id, name),
    record: (batch) => on.store.recordBatch(on.sourceId, makeBatch(batch)),
    onlyPost: () => on.getPost(1),
    async getPost(id) {
      const [post] = await on.store.findPosts([id])
      if (!post) throw new Error(`no post ${id}`)
      return post
    },
    verified: (overrides = {}) => ({
      ...{ network: 'bluesky', uri, post: makePost(), labels: [], isMatch: true },
      ...overrides,
    }),
    verify: (verifications, authors = []) =>
      on.store.recordVerifications(on.campaignId, verifications, authors, {
        ...{ now: on.now, recheckMs, countMissing: true },
      }),
    kindsAfter: async (seq) =>
      (await on.store.eventsAfter(on.campaignId, seq, 100)).map((event) => event.kind),
    async approve(takeaway) {
      const { id: postId, version } = await on.onlyPost()
      const { campaignId } = on
      return on.store.decide({ campaignId, postId, version, standing: 'approved', takeaway, actor })
    },
    async showOne() {
      await on.record({ posts: [makePost()] })
      await on.verify([on.verified()])
      return (await on.approve(1)).post
    },
    wallIds: async () => (await on.store.readWall(on.campaignId, 10)).posts.map((post) => post.id),
    async fill(count) {
      const posts = Array.from({ length: count }, (_, index) =>
        makePost({
          uri: `${uri}${index}`,
          sortAt: 1_700_000_000_000 + Math.floor(index / 2) * 86_400_000,
          text: `Number ${index} says café`,
        }),
      )
      for (const post of posts) {
        on.now += 1
        await on.record({ posts: [post] })
      }
      await on.verify(posts.map((post) => on.verified({ uri: post.uri, post })))
    },
    // Filled before each test.
    ...({} as Pick<StoreRoom, 'engine' | 'findTraces' | 'store' | 'campaignId' | 'sourceId' | 'now'>),
  }
  beforeEach(async () => {
    opened = await open()
    on.now = 1_800_000_000_000
    on.engine = opened.engine
    on.findTraces = opened.findTraces
    on.store = createStore(on.engine, () => on.now)
    on.campaignId = (await on.store.saveCampaign(content)).campaign.id
    on.sourceId = (await on.store.ensureSource(on.campaignId, 'bluesky', {})).id
    await on.makeUser(actor.id)
  })
  afterEach(() => opened.dispose())
  return on
}
