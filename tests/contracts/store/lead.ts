// Who may collect from a source.
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { makeBatch, makePost } from '../../support/database/posts.ts'
import { type OpenEngine, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeLeads(name: string, open: OpenEngine): void {
  describe(`leads on ${name}`, () => {
    const on = useStore(open)

    const longMs = 60_000

    test('one leads at a time, and each leader has a higher fence', async () => {
      const first = (await on.store.leadSource(on.sourceId, 'first', longMs)) ?? 0
      expect(first).toBeGreaterThan(0)
      expect(await on.store.leadSource(on.sourceId, 'second', longMs)).toBeUndefined()
      expect(await on.store.renewLead(on.sourceId, first, longMs)).toBe(true)
      await on.store.releaseLead(on.sourceId, first)
      expect(await on.store.leadSource(on.sourceId, 'second', longMs)).toBeGreaterThan(first)
      await expect(on.store.leadSource(999, 'first', longMs)).rejects.toMatchObject({ code: 'not_found' })
    })

    test('of many who ask at once one gets it', async () => {
      const asked = Array.from({ length: 8 }, (_, index) =>
        on.store.leadSource(on.sourceId, `worker ${index}`, longMs),
      )
      expect((await Promise.all(asked)).filter((fence) => fence !== undefined)).toHaveLength(1)
    })

    test('who is not heard of in time is followed, and can write no more', async () => {
      const stale = (await on.store.leadSource(on.sourceId, 'stale', 1)) ?? 0
      let fence = 0
      await expect
        .poll(async () => (fence = (await on.store.leadSource(on.sourceId, 'next', longMs)) ?? 0))
        .toBeGreaterThan(stale)
      expect(await on.store.renewLead(on.sourceId, stale, longMs)).toBe(false)
      await on.store.releaseLead(on.sourceId, stale)

      const batch = makeBatch({ posts: [makePost()], cursor: 'stale' })
      await expect(on.store.recordBatch(on.sourceId, batch, stale)).rejects.toMatchObject({
        code: 'conflict',
      })
      const status = { parts: {}, lastEventAt: 1, counts: {} }
      const saving = on.store.saveSourceStatus(on.sourceId, status, stale)
      await expect(saving).rejects.toMatchObject({ code: 'conflict' })
      expect(await on.store.findPosts([1])).toEqual([])
      expect((await on.store.listSources(on.campaignId))[0]).toMatchObject({ cursor: null, owner: 'next' })

      expect(await on.store.recordBatch(on.sourceId, batch, fence)).toMatchObject({ inserted: 1 })
      await on.store.saveSourceStatus(on.sourceId, status, fence)
    })

    test('a status that waits while the lead changes hands is refused', async () => {
      const stale = (await on.store.leadSource(on.sourceId, 'stale', longMs)) ?? 0
      const { source } = on.engine.tables
      const saving = await on.engine.transaction(async ({ db }) => {
        await db.update(source).set({ owner: 'next', fence: stale + 1 })
        const status = { parts: {}, lastEventAt: 1, counts: {} }
        const saved = on.store.saveSourceStatus(on.sourceId, status, stale).catch((error: unknown) => error)
        await sleep(50)
        return { saved }
      })
      expect(await saving.saved).toMatchObject({ code: 'conflict' })
      expect((await on.store.listSources(on.campaignId))[0]).toMatchObject({ owner: 'next', statusAt: null })
    })

    test('who is known to be gone is not waited for', async () => {
      const stale = (await on.store.leadSource(on.sourceId, 'gone', longMs)) ?? 0
      expect(
        await on.store.leadSource(on.sourceId, 'next', longMs, (owner) => owner !== 'gone'),
      ).toBeUndefined()
      const fence = await on.store.leadSource(on.sourceId, 'next', longMs, (owner) => owner === 'gone')
      expect(fence).toBeGreaterThan(stale)
    })
  })
}
