// Whatever anybody could see change on a wall, in the moderators' room or among the ideas is in the log:
// pages that follow it would miss it otherwise. Random commands on both engines, and what each viewer sees
// before and after.
import { viewCampaign, viewTeamCampaign } from '@wall/api/views/campaign'
import { viewWallPost } from '@wall/api/views/post'
import { viewQueuePost } from '@wall/api/views/queue'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCommandRunner } from '../support/database/command-runner.ts'
import { fillWall } from '../support/database/fill-wall.ts'
import { openTestPostgres, openTestSqlite, type TestEngine } from '../support/database/open-test-engine.ts'
import { makePost } from '../support/database/posts.ts'
import { anyWrite } from '../support/database/store-commands.ts'

const sequences = Number(process.env.DIFFERENTIAL_SEQUENCES ?? 3)

/** What each viewer sees, as texts by post; `''` is what concerns no post alone. */
interface Seen {
  campaignId: number
  seq: number
  public: Map<string, string>
  moderators: Map<string, string>
}

async function look({ engine }: TestEngine, store: Store): Promise<Seen[]> {
  const rows = await engine.reader.select({ id: engine.tables.post.id }).from(engine.tables.post)
  const posts = await store.findPosts(rows.map(({ id }) => id))
  const networks = await store.listNetworks()
  const seen = []
  for (const campaign of await store.listCampaigns()) {
    const { posts: wall, counts } = await store.readWall(campaign.id, 1000)
    const moderated = posts.filter(({ campaignId, removedWhy }) => campaignId === campaign.id && !removedWhy)
    seen.push({
      ...{ campaignId: campaign.id, seq: await store.lastSeq(campaign.id) },
      public: new Map([
        ['', JSON.stringify(viewCampaign(campaign, networks))],
        ['counts', JSON.stringify(counts)],
        ...wall.map((post) => [String(post.id), JSON.stringify(viewWallPost(post, networks))] as const),
      ]),
      moderators: new Map([
        ['', JSON.stringify(viewTeamCampaign(campaign, networks))],
        ...moderated.map((post) => [String(post.id), JSON.stringify(viewForModerators(post))] as const),
      ]),
    })
  }
  return seen
}

/**
 * But for what is read when it is asked for: names of who is not on the wall, and why and how surely a post
 * stands where it does.
 */
function viewForModerators(post: Parameters<typeof viewQueuePost>[0]) {
  const { author: _, filing, labels, ...rest } = viewQueuePost(post, { toldIn: 'bands', networks: {} })
  return { ...rest, filing: { takeaway: filing.takeaway, by: filing.by }, labels: labels.sort() }
}

function listChanged(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
}

let changes = 0

test.each([
  ['SQLite', openTestSqlite],
  ['PostgreSQL', openTestPostgres],
])(
  'on %s the log tells every change that somebody could see',
  async (_, open) => {
    changes = 0
    const property = fc.asyncProperty(
      fc.array(anyWrite, { minLength: 8, maxLength: 30, size: 'max' }),
      async (commands) => {
        const opened = await open()
        try {
          const runner = await createCommandRunner(opened.engine)
          const store = createStore(opened.engine)
          for (const command of fillWall) await runner.run(command)
          let before = await look(opened, store)
          for (const command of commands) {
            await runner.run(command)
            const after = await look(opened, store)
            for (const [index, one] of after.entries())
              expect({ command, missing: await listMissing(store, before[index], one) }).toEqual({
                command,
                missing: [],
              })
            before = after
          }
        } finally {
          await opened.dispose()
        }
      },
    )
    const seed = process.env.DIFFERENTIAL_SEED
    await fc.assert(property, { numRuns: sequences, ...(seed ? { seed: Number(seed) } : {}) })
    expect(changes).toBeGreaterThan(10)
  },
  120_000,
)

async function listMissing(store: Store, before: Seen | undefined, after: Seen): Promise<string[]> {
  if (!before) return []
  const events = await store.eventsAfter(after.campaignId, before.seq, 1000)
  const isTold = (key: string, isPublic: boolean) =>
    events.some(
      (event) =>
        (event.isPublic || !isPublic) &&
        (key === 'counts' || event.postId === null || key === String(event.postId)),
    )
  const inPublic = listChanged(before.public, after.public)
  const forModerators = listChanged(before.moderators, after.moderators)
  changes += inPublic.length + forModerators.length
  return [
    ...inPublic.filter((key) => !isTold(key, true)).map((key) => `public ${key}`),
    ...forModerators.filter((key) => !isTold(key, false)).map((key) => `moderators ${key}`),
  ]
}

test.each([
  ['SQLite', openTestSqlite],
  ['PostgreSQL', openTestPostgres],
])('on %s moderators hear of new labels that hide nothing, and the wall does not', async (_, open) => {
  const opened = await open()
  const runner = await createCommandRunner(opened.engine)
  const store = createStore(opened.engine)
  for (const command of fillWall) await runner.run(command)
  const [campaign] = await store.listCampaigns()
  const [post] = await store.findPosts([1])
  if (!campaign || !post) throw new Error('nothing is there')
  const { network, uri, author } = post
  const seq = await store.lastSeq(campaign.id)
  const found = { network, uri, post: makePost({ uri, media: post.media }), isMatch: true }
  const look = (labels: string[], ofAuthor: string[]) =>
    store.recordVerifications(
      campaign.id,
      [{ ...found, labels }],
      [{ network, networkId: author.networkId, labels: ofAuthor }],
      { now: 1_800_000_000_000, recheckMs: 900_000 },
    )
  await look(['spam', 'rude'], [])
  await look(['rude', 'spam'], [])
  const ofPost = await store.eventsAfter(campaign.id, seq, 100)
  expect(ofPost).toMatchObject([{ kind: 'post_changed', postId: 1, isPublic: false }])
  await look(['rude', 'spam'], ['bot'])
  const ofAuthor = await store.eventsAfter(campaign.id, seq + 1, 100)
  expect(ofAuthor.length).toBeGreaterThan(1)
  expect(ofAuthor.every(({ kind, isPublic }) => kind === 'post_changed' && !isPublic)).toBe(true)
  await opened.dispose()
})
