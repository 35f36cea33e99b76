import { createStreamRoll } from '@wall/web/lib/stream-roll'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

/** Calls are heard at once, so that no busy machine makes a page miss an answer. */
beforeAll(() => {
  const channels: { onmessage?: (event: { data: unknown }) => void }[] = []
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      onmessage?: (event: { data: unknown }) => void
      constructor() {
        channels.push(this)
      }
      postMessage(data: unknown) {
        for (const channel of channels) if (channel !== this) channel.onmessage?.({ data })
      }
    },
  )
})
afterAll(() => void vi.unstubAllGlobals())

const open = (count: number, places = 4) => Array.from({ length: count }, () => createStreamRoll(places))

test('of six pages that call at once four have a place, and a further one has none before one of them leaves', async () => {
  const pages = open(6)
  const held = await Promise.all(pages.map((page) => page.take()))
  expect(held.filter(Boolean)).toHaveLength(4)
  const [seventh] = open(1)
  expect(await seventh?.take()).toBe(false)
  // Whoever has one keeps it, however often it calls.
  expect(await Promise.all(pages.filter((_, at) => held[at]).map((page) => page.take()))).toEqual(
    Array(4).fill(true),
  )
  pages[held.indexOf(true)]?.leave()
  expect(await seventh?.take()).toBe(true)
  for (const page of [...pages, seventh]) page?.leave()
})

test('a page that leaves while it asks has no place, and counts for nobody', async () => {
  const [first, second] = open(2, 1)
  const asked = first?.take()
  first?.leave()
  expect(await asked).toBe(false)
  expect(await second?.take()).toBe(true)
})
