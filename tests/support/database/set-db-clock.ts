import type { Engine } from '@wall/db/engines/engine'
import { sql } from 'drizzle-orm'

/** The engine, with a clock of the database's that a test sets. */
export function setDbClock(engine: Engine, clock: () => number): Engine {
  return { ...engine, nowMs: sql<number>`${{ getSQL: () => sql.raw(String(clock())) }}` }
}
