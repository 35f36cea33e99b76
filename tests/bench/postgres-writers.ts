import type { Bench } from './support/bench.ts'
import { startChild } from './support/child.ts'
import { compare } from './support/figures.ts'
import { runRounds } from './support/rounds.ts'
import { withPostgres } from './support/storing/bench-postgres.ts'

/**
 * What the gapless log costs when sixteen connections write to one campaign: they take its number one after
 * the other.
 */
export const postgresWriters: Bench = {
  name: 'postgres-writers',
  about: '16 writers on PostgreSQL with events against the same inserts without',
  run: ({ isQuick }) =>
    withPostgres(async ({ makeDatabase }) => {
      const child = await startChild('postgres-writers', 'subject', [await makeDatabase('writers')])
      try {
        const rounds = isQuick ? 2 : 7
        const figures = []
        for (const perTransaction of [1, 50]) {
          const order = { transactions: perTransaction === 1 ? 800 : 160, perTransaction }
          const write = (withEvents: boolean) => child.ask<number>('write', { ...order, withEvents })
          await write(true)
          await write(false)
          const took = await runRounds(rounds, {
            withEvents: () => write(true),
            without: () => write(false),
            record: () => child.ask<number>('record', order),
          })
          const perWrite = (all: number[]) => all.map((ms) => ms / order.transactions)
          const what = `of ${perTransaction} ${perTransaction === 1 ? 'post' : 'posts'}`
          const rest = { unit: 'ms each', against: 'no events', control: perWrite(took.without) }
          figures.push(
            compare({
              ...{ what: `a transaction ${what}, 16 writers`, ...rest },
              ...{ ours: perWrite(took.withEvents), aim: { of: 'ratio', atMost: 1.33 } },
            }),
            compare({ what: `recordBatch ${what}, 16 writers`, ...rest, ours: perWrite(took.record) }),
          )
        }
        return { figures, notes: [] }
      } finally {
        await child.stop()
      }
    }),
}
