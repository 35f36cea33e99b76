import type { Figure, Outcome } from '../bench.ts'
import type { Child } from '../child.ts'
import { compare } from '../figures.ts'
import { runRounds } from '../rounds.ts'
import type { IngestResult } from './ingest-order.ts'

/** Two processes that store the same posts; ends them. */
export async function measureIngest(order: {
  ours: Child
  byHand: Child
  isQuick: boolean
  against: string
}): Promise<Outcome> {
  const { ours, byHand, isQuick, against } = order
  const posts = isQuick ? 2_000 : 8_000
  const rounds = isQuick ? 2 : 5
  try {
    const figures: Figure[] = []
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
}
