import { openFeed } from '@wall/api/live/feed'
import type { Campaign } from '@wall/db/model/campaign'
import type { LogEvent } from '@wall/db/model/event'
import type { Store } from '@wall/db/store/store'
import { expect, test } from 'vitest'

const broadcast = { size: 0, add() {}, write() {}, close() {} }
const deps = { createViewBroadcast: () => broadcast, onTakenDown() {} }
const campaign = { id: 1, slug: 'test' } as Campaign

/** A log of news of three posts in turn, all of which are gone. */
const makeEvent = (seq: number): LogEvent => ({
  ...{ seq, campaignId: 1, kind: 'post_hidden', postId: 1 + (seq % 3), isPublic: true, at: seq },
})

test('what comes in while the log is first read makes nobody believe that older events are known', async () => {
  const newest = 9001
  const store = {
    // One more came between the two questions.
    lastSeq: async () => newest - 1,
    latestEvents: async (_: number, limit: number) =>
      Array.from({ length: limit }, (_, index) => makeEvent(newest - limit + 1 + index)),
    findPosts: async () => [],
    listNetworks: async () => ({}),
    readFilingState: async () => null,
    countShown: async () => ({}),
    countStandings: async () => ({}),
    countProposals: async () => new Map(),
  } as unknown as Store
  const { channels } = await openFeed({ store, ...deps }, campaign)
  for (const [view, entries] of [
    ['public', 5000],
    ['moderator', 2000],
  ] as const) {
    const floor = newest - entries
    expect((await channels[view].readMissed(floor - 1)).frames, view).toBeNull()
    expect((await channels[view].readMissed(floor)).frames, view).toHaveLength(3)
  }
})

test('counts that could not be read are read the next time, without any news', async () => {
  let isAway = false
  let shown = 0
  const written: string[] = []
  const store = {
    lastSeq: async () => 0,
    latestEvents: async () => [],
    eventsAfter: async (_: number, after: number) => (after < shown ? [makeEvent(shown)] : []),
    findPosts: async () => [],
    listNetworks: async () => ({}),
    readFilingState: async () => null,
    countShown: async () => {
      if (isAway) throw new Error('away')
      return { shown }
    },
    countStandings: async () => ({}),
    countProposals: async () => new Map(),
  } as unknown as Store
  const listening = { ...broadcast, size: 1, write: (bytes: Buffer) => void written.push(String(bytes)) }
  const feed = await openFeed({ store, ...deps, createViewBroadcast: () => listening }, campaign)
  shown = 1
  isAway = true
  await expect(feed.catchUp()).rejects.toThrow('away')
  isAway = false
  await feed.catchUp()
  feed.channels.public.beat()
  expect(written.join('')).toContain('{"shown":1}')
})
