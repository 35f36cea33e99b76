import { join } from 'node:path'
import type { Bench } from './support/bench.ts'
import { type Child, startChild } from './support/child.ts'
import { compare } from './support/figures.ts'
import type { IngestResult } from './support/ingest-order.ts'
import { runRounds } from './support/rounds.ts'
import { withTempDir } from './support/temp-dir.ts'

/** A burst in which every post is tagged: the store against prepared statements written for this one case. */
export const ingest: Bench = {
  name: 'ingest',
  about: 'stored posts/s against the same SQL by hand',
  run: ({ isQuick }) =>
    withTempDir(async (dir) => {
      const posts = isQuick ? 2_000 : 8_000
      const rounds = isQuick ? 2 : 5
      const ours = await startChild('ingest-ours', 'subject', [join(dir, 'ours')])
      const byHand = await startChild('ingest-by-hand', 'subject', [join(dir, 'by-hand')])
      try {
        const figures = []
        let from = 0
        for (const perBatch of [50, 200]) {
          const store = (child: Child, round: number) =>
            child.ask<IngestResult>('store', { posts, perBatch, from: from + round * posts })
          // Once for warming up, not counted.
          for (const child of [ours, byHand]) await store(child, rounds)
          const results = await runRounds(rounds, {
            ours: (round) => store(ours, round),
            byHand: (round) => store(byHand, round),
          })
          from += (rounds + 1) * posts
          const perSecond = (all: IngestResult[]) => all.map(({ wallMs }) => (posts / wallMs) * 1_000)
          const perCpuSecond = (all: IngestResult[]) => all.map(({ cpuUs }) => (posts / cpuUs) * 1_000_000)
          const what = `stored in batches of ${perBatch}`
          const against = 'the same SQL by hand'
          figures.push(
            compare({
              ...{ what, unit: 'posts/s', against, aim: { of: 'ratio', atLeast: 0.8 } },
              ...{ ours: perSecond(results.ours), control: perSecond(results.byHand) },
            }),
            compare({
              ...{ what, unit: 'posts/CPU s', against },
              ...{ ours: perCpuSecond(results.ours), control: perCpuSecond(results.byHand) },
            }),
          )
        }
        const counts = [await ours.ask<number>('count'), await byHand.ask<number>('count')]
        return { figures, notes: [`rows at the end: ${counts.join(' ours, ')} by hand`] }
      } finally {
        await Promise.all([ours.stop(), byHand.stop()])
      }
    }),
}
