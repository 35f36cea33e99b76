import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EventStream, openEventStream } from '../support/wall/event-stream.ts'
import { openTestApi, type TestApi } from '../support/wall/open-test-api.ts'

const secret = 'zzqsecretqzz'
let api: TestApi
const streams: EventStream[] = []

beforeEach(async () => {
  api = await openTestApi()
})
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close()
  await api.dispose()
})

test('no address tells words that their author took back, to nobody, live or not', async () => {
  const origin = await api.listen()
  const cookie = await api.signIn('admin')
  const start = await api.store.lastSeq(api.campaignId)
  const text = `What if we paid for ${secret}?`
  const post = await api.showPost(1, 1, { text, body: [{ kind: 'text', text }] })
  await api.showPost(2, 1)
  await gatherIdeas(post.id)
  const before = await readAll(origin, cookie, start)
  expect(before.filter(({ told }) => told.includes(secret)).map(({ path }) => path)).toEqual([
    'wall',
    'posts?takeaway=1',
    'ideas',
    'queue?standing=approved',
    `posts/${post.id}`,
    'ideas/1/posts',
    'team/ideas',
    'team/ideas.csv',
    `search?q=${secret}`,
    'search.csv',
    'events',
    'queue/events',
  ])

  await api.removePost(post)
  await expect
    .poll(async () => (await readAll(origin, cookie, start)).filter(({ told }) => told.includes(secret)))
    .toEqual([])
})

/** Both posts in one group, named in words of this one. */
async function gatherIdeas(postId: number): Promise<void> {
  const { store, campaignId } = api
  const posts = await store.listUnreadPosts(campaignId, 'm', { limit: 9 })
  const readings = posts.map(({ id, cid, takeaway }) => ({
    ...{ postId: id, cid, takeaway, isIdea: true, ideaConfidence: 1, action: null, actionConfidence: 0 },
  }))
  await store.recordIdeaReadings(campaignId, 'm', readings)
  const name = { name: `Paid for ${secret}`, postId }
  await store.saveIdeaGroups(campaignId, [
    { id: null, takeaway: 1, postIds: posts.map(({ id }) => id), name },
  ])
}

async function readAll(
  origin: string,
  cookie: string,
  start: number,
): Promise<{ path: string; told: string }[]> {
  const base = `${origin}/api/campaigns/test`
  const paths = [
    ...['wall', 'posts?takeaway=1', 'ideas', 'queue?standing=approved', 'posts/1', 'posts/1/decisions'],
    ...[
      'ideas/1/posts',
      'team/ideas',
      'team/ideas.csv',
      `search?q=${secret}`,
      'search.csv',
      'team',
      'filing',
    ],
  ]
  const answers = await Promise.all(
    paths.map(async (path) => {
      const told = await (await fetch(`${base}/${path}`, { headers: { cookie } })).text()
      return { path, told }
    }),
  )
  for (const path of ['events', 'queue/events']) {
    const stream = await openEventStream(`${base}/${path}?since=${start}`, { cookie })
    streams.push(stream)
    await expect.poll(() => stream.events.some(({ name }) => name === 'beat')).toBe(true)
    answers.push({ path, told: stream.text() })
  }
  return answers
}
