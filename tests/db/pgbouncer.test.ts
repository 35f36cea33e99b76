// What the store promises holds behind a pooler in transaction mode, where this machine has PgBouncer.
import { afterAll, describe } from 'vitest'
import { describeSessions } from '../contracts/sessions.ts'
import { describeStore } from '../contracts/store.ts'
import { openTestPostgres } from '../support/database/open-test-engine.ts'
import { isBouncerInstalled, type RunningBouncer, startBouncer } from '../support/database/pgbouncer.ts'

let bouncer: Promise<RunningBouncer> | undefined
afterAll(async () => (await bouncer)?.stop())

function openBehind() {
  return openTestPostgres(async (url) => {
    bouncer ??= startBouncer(url)
    return (await bouncer).addressOf(url)
  })
}

describe.skipIf(!isBouncerInstalled())('behind PgBouncer', () => {
  describeStore('PostgreSQL', openBehind)
  describeSessions('PostgreSQL', openBehind)
})
