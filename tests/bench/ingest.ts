import { join } from 'node:path'
import type { Bench } from './support/bench.ts'
import { startChild } from './support/child.ts'
import { measureIngest } from './support/storing/measure-ingest.ts'
import { withTempDir } from './support/temp-dir.ts'

/** A burst in which every post is tagged: the store against prepared statements written for this one case. */
export const ingest: Bench = {
  name: 'ingest',
  about: 'stored posts/s against the same SQL by hand',
  run: ({ isQuick }) =>
    withTempDir(async (dir) => {
      const ours = await startChild('ingest-ours', 'subject', [join(dir, 'ours')])
      const byHand = await startChild('ingest-by-hand', 'subject', [join(dir, 'by-hand')])
      return measureIngest({ ours, byHand, isQuick, against: 'the same SQL by hand' })
    }),
}
