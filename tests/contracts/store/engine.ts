// Whether it can be written, and who hears of commits.
import { describe, expect, test } from 'vitest'
import { makePost } from '../../support/database/posts.ts'
import { type OpenEngine, uri, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeEngine(name: string, open: OpenEngine): void {
  describe(`the engine on ${name}`, () => {
    const on = useStore(open)

    test('whether it can be written is asked without writing anything', async () => {
      await on.showOne()
      const before = [
        await on.store.lastSeq(on.campaignId),
        await on.onlyPost(),
        await on.store.listCampaigns(),
      ]
      expect(await on.store.checkWritable()).toBeUndefined()
      const after = [
        await on.store.lastSeq(on.campaignId),
        await on.onlyPost(),
        await on.store.listCampaigns(),
      ]
      expect(after).toEqual(before)
    })

    test('a watcher hears of commits until it stops listening', async () => {
      const stop = new AbortController()
      let heard = 0
      const first = new Promise<void>((resolve) => {
        on.store.watch(() => {
          heard += 1
          resolve()
        }, stop.signal)
      })
      await on.record({ posts: [makePost()] })
      await first
      stop.abort()
      const before = heard
      await on.record({ posts: [makePost({ uri: `${uri}2` })] })
      expect(heard).toBe(before)
    })
  })
}
