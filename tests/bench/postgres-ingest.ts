import type { Bench } from './support/bench.ts'
import { startChild } from './support/child.ts'
import { withPostgres } from './support/storing/bench-postgres.ts'
import { measureIngest } from './support/storing/measure-ingest.ts'

/** As `ingest`, on PostgreSQL: the store against statements prepared by hand on the bare driver. */
export const postgresIngest: Bench = {
  name: 'postgres-ingest',
  about: 'stored posts/s on PostgreSQL against the same SQL by hand',
  run: ({ isQuick }) =>
    withPostgres(async ({ makeDatabase, makeFolder }) => {
      const ours = await startChild('ingest-ours', 'subject', [
        makeFolder('ours'),
        await makeDatabase('ours'),
      ])
      const byHand = await startChild('postgres-ingest-by-hand', 'subject', [await makeDatabase('by_hand')])
      const against = 'the same SQL on bare pg'
      return measureIngest({ ours, byHand, isQuick, against })
    }),
}
