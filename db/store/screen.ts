import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { Engine } from '../engines/engine.ts'
import type { Store } from './store.ts'

type ScreenStore = Pick<Store, 'noteScreens' | 'listScreens'>

/** Nodes tell of their screens every 15 s: who misses two turns and a bit is off. */
const offAfterMs = 40_000
const forgetAfterMs = 7 * 24 * 60 * 60 * 1000
/** Anybody can open a screen: more than these are shown the wall, and not listed. */
const maxScreens = 200

export function createScreenStore({ reader, tables, transaction, nowMs }: Engine): ScreenStore {
  const { screen } = tables

  return {
    noteScreens: (campaignId, screens) =>
      transaction(async ({ db }) => {
        const isOld = lt(screen.seenAt, sql`${nowMs} - ${sql.raw(String(forgetAfterMs))}`)
        await db.delete(screen).where(and(eq(screen.campaignId, campaignId), isOld))
        const rows = await db.select({ id: screen.id }).from(screen).where(eq(screen.campaignId, campaignId))
        const known = new Set(rows.map(({ id }) => id))
        let room = maxScreens - known.size
        const listed = screens.filter(({ id }) => known.has(id) || room-- > 0)
        if (listed.length === 0) return
        const values = listed.map((one) => ({ campaignId, ...one, sinceAt: nowMs, seenAt: nowMs }))
        const wasOff = sql`${screen.seenAt} < excluded.seen_at - ${sql.raw(String(offAfterMs))}`
        await db
          .insert(screen)
          .values(values)
          .onConflictDoUpdate({
            target: [screen.campaignId, screen.id],
            set: {
              name: sql`excluded.name`,
              seenAt: sql`excluded.seen_at`,
              sinceAt: sql`CASE WHEN ${wasOff} THEN excluded.since_at ELSE ${screen.sinceAt} END`,
            },
          })
      }),

    async listScreens(campaignId) {
      const rows = await reader
        .select({ screen, now: sql`${nowMs}`.mapWith(Number) })
        .from(screen)
        .where(eq(screen.campaignId, campaignId))
        .orderBy(asc(screen.name), asc(screen.id))
      return rows.map(({ screen: { id, name, sinceAt, seenAt }, now }) => {
        return { id, name, sinceAt, seenAt, isOn: seenAt > now - offAfterMs }
      })
    },
  }
}
