import { and, gt, lte } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { longestSessionMs } from '../../model/session.ts'
import type { Store } from '../store.ts'

type SessionStore = Pick<Store, 'listValidSessions'>

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
