// Which model is the newest, and the seeds that the team edits.
import type { FilingState } from '@wall/db/model/filing/filing-state'
import { describe, expect, test } from 'vitest'
import { type OpenEngine, useStore } from '../store-room.ts'
import { useLearning } from './learning-room.ts'

/** Run once an engine. */
export function describeFilingState(name: string, open: OpenEngine): void {
  describe(`the state and the seeds on ${name}`, () => {
    const on = useStore(open)
    useLearning(on)

    const state = { model: 'm1', encoder: null, fittedAt: 5 } as FilingState

    test('one worker at a time measures, and only who holds the lease saves', async () => {
      expect(await on.store.readFilingState(on.campaignId)).toBeNull()
      expect(await on.store.leaseFilingState(on.campaignId, 'a', 60_000)).toBe(true)
      expect(await on.store.leaseFilingState(on.campaignId, 'b', 60_000)).toBe(false)
      expect(await on.store.leaseFilingState(on.campaignId, 'a', -1)).toBe(true)
      expect(await on.store.leaseFilingState(on.campaignId, 'b', 60_000)).toBe(true)
      expect(await on.store.saveFilingState(on.campaignId, 'a', state)).toBe(false)
      expect(await on.store.saveFilingState(on.campaignId, 'b', state)).toBe(true)
      expect(await on.store.readFilingState(on.campaignId)).toEqual(state)
      expect(await on.store.leaseFilingState(on.campaignId, 'a', 60_000)).toBe(false)
      expect(
        await on.store.leaseFilingState(on.campaignId, 'a', 60_000, { isGone: (one) => one === 'b' }),
      ).toBe(true)
      await on.store.releaseFilingState(on.campaignId, 'a')
      expect(await on.store.readFilingModel(on.campaignId)).toBeNull()
      expect(await on.store.leaseFilingState(on.campaignId, 'c', 60_000, { model: 'm2' })).toBe(true)
      expect(await on.store.leaseFilingState(on.campaignId, 'a', 60_000, { model: 'm3' })).toBe(false)
      expect(await on.store.readFilingModel(on.campaignId)).toBe('m2')
    })

    test('seeds that somebody else saved meanwhile are not overwritten', async () => {
      const seeds = { takeaways: [{ id: 1, examples: ['One'], keywords: [] }], none: [] }
      const order = { campaignId: on.campaignId, seeds, userId: 'ana' }
      expect(await on.store.readSeeds(on.campaignId)).toBeNull()
      const saved = { seeds, version: 1, savedAt: on.now, savedBy: 'Ana' }
      expect(await on.store.saveSeeds({ ...order, version: 0 })).toEqual(saved)
      await expect(on.store.saveSeeds({ ...order, version: 0, userId: 'ben' })).rejects.toMatchObject({
        code: 'conflict',
      })
      expect(await on.store.readSeeds(on.campaignId)).toEqual(saved)
      expect((await on.store.saveSeeds({ ...order, version: 1, userId: 'ben' })).version).toBe(2)
    })
  })
}
