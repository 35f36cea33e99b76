// A look-up that lags behind the stream, or the other way round.
import { createStore } from '@wall/db/store/create-store'

import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { type OpenEngine, recheckMs, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeFreshNews(name: string, open: OpenEngine): void {
  describe(`fresh news on ${name}`, () => {
    const on = useStore(open)
    const who = { network: 'bluesky', networkId: 'did:plc:ana' }

    test('a look-up does not open what the stream has just closed, but may later, and may always close', async () => {
      await on.showOne()
      const lookUp = { ...who, handle: 'ana.test', standing: 'active' as const, wishes: 'public' as const }
      const why = async () => (await on.onlyPost()).hiddenWhy
      await on.record({ authorChanges: [{ ...who, standing: 'hidden' }] })
      await on.record({ authorChanges: [{ ...who, wishes: 'signed-in-only' }] })
      // As another worker, with a clock of its own, would tell it.
      const other = createStore(on.engine, () => on.now + 86_400_000)
      await other.recordVerifications(on.campaignId, [on.verified()], [lookUp], { now: on.now, recheckMs })
      expect((await on.onlyPost()).author).toMatchObject({
        ...{ handle: 'ana.test', standing: 'hidden', wishes: 'signed-in-only' },
      })
      await on.record({ authorChanges: [{ ...who, standing: 'active' }] })
      await on.verify([], [lookUp])
      expect((await on.onlyPost()).author).toMatchObject({ standing: 'active', wishes: 'signed-in-only' })
      expect(await why()).toBe('opted_out')
      await setBackNews(600_000)
      await on.verify([], [lookUp])
      expect(await why()).toBeNull()
      await on.verify([], [{ ...who, standing: 'hidden' }])
      expect(await why()).toBe('account')
      await on.verify([], [lookUp])
      expect(await why()).toBeNull()
    })

    test('who closes and opens again and again stays closed, until a look-up ten minutes later', async () => {
      await on.showOne()
      const tell = (change: object) => on.record({ authorChanges: [{ ...who, ...change }] })
      for (const [closed, open, why] of [
        [{ standing: 'hidden' }, { standing: 'active' }, 'account'],
        [{ wishes: 'signed-in-only' }, { wishes: 'public' }, 'opted_out'],
      ] as const) {
        await tell(closed)
        await tell(open)
        expect((await on.onlyPost()).hiddenWhy).toBeNull()
        await tell(closed)
        expect((await on.onlyPost()).hiddenWhy).toBe(why)
        const seq = await on.store.lastSeq(on.campaignId)
        for (let turn = 0; turn < 5; turn += 1) for (const change of [open, closed]) await tell(change)
        await setBackNews(600_000)
        await on.verify([], [{ ...who, ...open }])
        expect(await on.store.lastSeq(on.campaignId)).toBe(seq)
        await setBackNews(600_000)
        await on.verify([], [{ ...who, ...open }])
        expect((await on.onlyPost()).hiddenWhy).toBeNull()
      }
    })

    test('an account that a look-up found closed, and the stream then told of, stays closed', async () => {
      await on.showOne()
      await on.verify([], [{ ...who, standing: 'hidden' }])
      await on.record({ authorChanges: [{ ...who, standing: 'hidden' }] })
      await on.verify([], [{ ...who, standing: 'active' }])
      expect((await on.onlyPost()).author.standing).toBe('hidden')
    })

    /** As if the stream had told all this time ago. */
    async function setBackNews(ms: number): Promise<void> {
      const { author } = on.engine.tables
      await on.engine.transaction(async ({ db }) => {
        await db
          .update(author)
          .set({ closedAt: sql`${author.closedAt} - ${ms}`, optedOutAt: sql`${author.optedOutAt} - ${ms}` })
      })
    }
  })
}
