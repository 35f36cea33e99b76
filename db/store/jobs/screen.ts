import { and, asc, eq, gt, inArray, lt, or, sql } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { isTooFarAhead, slackMs } from '../../model/wait.ts'
import type { Store } from '../store.ts'

type ScreenStore = Pick<Store, 'noteScreens' | 'listScreens'>

/** Nodes tell of their screens every 15 s: who misses two turns and a bit is off. */
const offAfterMs = 40_000
const forgetAfterMs = 7 * 24 * 60 * 60 * 1000
/** Who was on for less than a minute was no screen of ours. */
const briefMs = 60_000
const forgetBriefAfterMs = 60 * 60 * 1000
/**
 * Anybody can open a screen: more than these are shown the wall, and not listed. Whoever was there for less
 * than a minute makes room first, then whoever is off: a flood of names hides no screen that stays, nor one
 * that comes later.
 */
const maxScreens = 200

export function createScreenStore({ reader, tables, transaction, nowMs }: Engine): ScreenStore {
  const { screen } = tables

  return {
    noteScreens: (campaignId, screens) =>
      transaction(async ({ db }) => {
        // Seen later than now, by a clock that was ahead: when it was really on nobody knows.
        const unseenAt = sql<number>`${nowMs} - ${sql.raw(String(offAfterMs + 1))}`
        await db
          .update(screen)
          .set({ seenAt: unseenAt, sinceAt: unseenAt })
          .where(
            and(
              eq(screen.campaignId, campaignId),
              gt(screen.seenAt, sql`${nowMs} + ${sql.raw(String(slackMs))}`),
            ),
          )
        const isUnseenFor = (ms: number) => lt(screen.seenAt, sql`${nowMs} - ${sql.raw(String(ms))}`)
        const wasBrief = lt(screen.seenAt, sql`${screen.sinceAt} + ${sql.raw(String(briefMs))}`)
        const isOld = or(isUnseenFor(forgetAfterMs), and(isUnseenFor(forgetBriefAfterMs), wasBrief))
        await db.delete(screen).where(and(eq(screen.campaignId, campaignId), isOld))
        const rows = await db
          .select({
            id: screen.id,
            isOff: sql`CASE WHEN ${isUnseenFor(offAfterMs)} THEN 1 ELSE 0 END`.mapWith(Number),
            isBrief: sql`CASE WHEN ${wasBrief} THEN 1 ELSE 0 END`.mapWith(Number),
          })
          .from(screen)
          .where(eq(screen.campaignId, campaignId))
          .orderBy(asc(screen.seenAt))
        const known = new Set(rows.map(({ id }) => id))
        // A page that was just loaded anew may still have its old stream.
        const told = new Map(screens.map((one) => [one.id, one]))
        const untold = rows.filter(({ id }) => !told.has(id))
        const replaceable = [
          ...untold.filter(({ isBrief }) => isBrief === 1),
          ...untold.filter(({ isOff, isBrief }) => isOff === 1 && isBrief === 0),
        ].map(({ id }) => id)
        const news = [...told.keys()].filter((id) => !known.has(id))
        const free = maxScreens - known.size
        const dropped = replaceable.slice(0, Math.max(0, news.length - free))
        const room = new Set(news.slice(0, free + dropped.length))
        const listed = [...told.values()].filter(({ id }) => known.has(id) || room.has(id))
        if (listed.length === 0) return
        if (dropped.length > 0)
          await db.delete(screen).where(and(eq(screen.campaignId, campaignId), inArray(screen.id, dropped)))
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
        const isOn = seenAt > now - offAfterMs && !isTooFarAhead(seenAt, now, 0)
        return { id, name, sinceAt: Math.min(sinceAt, now), seenAt: Math.min(seenAt, now), isOn }
      })
    },
  }
}
