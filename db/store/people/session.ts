import { and, gt, lte } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import type { Store } from '../store.ts'

type SessionStore = Pick<Store, 'listValidSessions'>

/** So many idle days end one. */
export const sessionValidMs = 7 * 24 * 3_600_000
/** One that would last longer was made by a clock that was ahead, and is over. Clocks of two machines may differ by days, and it holds. */
export const longestSessionMs = 2 * sessionValidMs

/** Sessions are made and ended through `createSignInAdapter`; here they are only looked at. */
export function createSessionStore(engine: Engine, clock: () => number): SessionStore {
  const { session } = engine.tables

  return {
    async listValidSessions(ids) {
      const rows = await engine.reader
        .select({ id: session.id })
        .from(session)
        .where(
          and(
            engine.isOneOf(session.id, ids),
            gt(session.expiresAt, new Date(clock())),
            lte(session.expiresAt, new Date(clock() + longestSessionMs)),
          ),
        )
      return rows.map(({ id }) => id)
    },
  }
}
