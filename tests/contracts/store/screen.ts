// Which screens are on.
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { type OpenEngine, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeScreens(name: string, open: OpenEngine): void {
  describe(`screens on ${name}`, () => {
    const on = useStore(open)

    async function shiftScreens(byMs: number): Promise<void> {
      const { screen } = on.engine.tables
      const shift = (column: typeof screen.seenAt) => sql`${column} + ${sql.raw(String(byMs))}`
      await on.engine.transaction(async ({ db }) => {
        await db.update(screen).set({ seenAt: shift(screen.seenAt), sinceAt: shift(screen.sinceAt) })
      })
    }

    test('screens are on while nodes tell of them, then off, and after a week forgotten', async () => {
      const lobby = { id: 'screen-1', name: 'Lobby' }
      await on.store.noteScreens(on.campaignId, [lobby, { id: 'screen-2', name: '' }])
      const [unnamed, first] = await on.store.listScreens(on.campaignId)
      expect(unnamed).toMatchObject({ id: 'screen-2', name: '', isOn: true })
      expect(first).toMatchObject({ ...lobby, isOn: true })
      await shiftScreens(-60_000)
      expect((await on.store.listScreens(on.campaignId)).map(({ isOn }) => isOn)).toEqual([false, false])
      await on.store.noteScreens(on.campaignId, [{ ...lobby, name: 'Hall' }])
      const [, again] = await on.store.listScreens(on.campaignId)
      expect(again).toMatchObject({ name: 'Hall', isOn: true })
      // It was off in between, so that it has been on only since now.
      expect(again?.sinceAt).toBeGreaterThan((first?.sinceAt ?? 0) - 60_000)
      expect(again?.sinceAt).toBe(again?.seenAt)
      await shiftScreens(-8 * 24 * 60 * 60 * 1000)
      await on.store.noteScreens(on.campaignId, [{ id: 'screen-3', name: '' }])
      expect((await on.store.listScreens(on.campaignId)).map(({ id }) => id)).toEqual(['screen-3'])
    })

    test('a screen that is told twice at once is one', async () => {
      const twice = ['Lobby', 'Hall'].map((name) => ({ id: 'screen-1', name }))
      await on.store.noteScreens(on.campaignId, twice)
      expect(await on.store.listScreens(on.campaignId)).toMatchObject([{ id: 'screen-1', name: 'Hall' }])
    })

    test('a screen that goes on keeps the time it began', async () => {
      const screen = { id: 'screen-1', name: 'Lobby' }
      await on.store.noteScreens(on.campaignId, [screen])
      await shiftScreens(-20_000)
      const [before] = await on.store.listScreens(on.campaignId)
      await on.store.noteScreens(on.campaignId, [screen])
      const [after] = await on.store.listScreens(on.campaignId)
      expect(after?.sinceAt).toBe(before?.sinceAt)
      expect(after?.seenAt).toBeGreaterThan(before?.seenAt ?? 0)
    })

    test('strangers who open screens without end fill no list without end', async () => {
      const many = Array.from({ length: 300 }, (_, index) => ({ id: `stranger-${index}`, name: '' }))
      await on.store.noteScreens(on.campaignId, many)
      await on.store.noteScreens(on.campaignId, [{ id: 'one-more-screen', name: '' }])
      expect(await on.store.listScreens(on.campaignId)).toHaveLength(200)
      // They are off by now, and a real one is listed in the place of one of them.
      await shiftScreens(-60_000)
      await on.store.noteScreens(on.campaignId, [{ id: 'one-more-screen', name: 'Lobby' }])
      const listed = await on.store.listScreens(on.campaignId)
      expect(listed).toHaveLength(200)
      expect(listed.filter(({ isOn }) => isOn).map(({ name }) => name)).toEqual(['Lobby'])
      // And nobody sees their names all week.
      await shiftScreens(-2 * 60 * 60 * 1000)
      await on.store.noteScreens(on.campaignId, [{ id: 'one-more-screen', name: 'Lobby' }])
      expect(await on.store.listScreens(on.campaignId)).toHaveLength(1)
    })

    test('two hundred false names hide neither a screen that stays nor one that comes later', async () => {
      const flood = (from: number) =>
        on.store.noteScreens(
          on.campaignId,
          Array.from({ length: 200 }, (_, index) => ({ id: `stranger-${from + index}`, name: 'False' })),
        )
      const isListed = async (name: string) =>
        (await on.store.listScreens(on.campaignId)).some((screen) => screen.name === name && screen.isOn)
      const lobby = { id: 'screen-1', name: 'Lobby' }
      await on.store.noteScreens(on.campaignId, [lobby])
      for (let beat = 0; beat < 5; beat += 1) {
        await shiftScreens(-15_000)
        // A screen that goes on keeps its beginning, as a node tells it.
        await on.store.noteScreens(on.campaignId, [lobby])
      }
      await flood(0)
      await flood(200)
      expect(await isListed('Lobby')).toBe(true)
      await on.store.noteScreens(on.campaignId, [{ id: 'screen-2', name: 'Hall' }])
      expect(await isListed('Hall')).toBe(true)
      expect(await on.store.listScreens(on.campaignId)).toHaveLength(200)
    })
  })
}
