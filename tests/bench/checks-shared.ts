import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Bench } from './support/bench.ts'
import { type Child, startChild } from './support/child.ts'
import { compare } from './support/figures.ts'
import { runRounds } from './support/rounds.ts'
import { withPostgres } from './support/storing/bench-postgres.ts'

const latencyMs = 50

/** Each worker asks the network one question at a time, so what they share is mostly waiting. */
export const checksShared: Bench = {
  name: 'checks-shared',
  about: 'posts confirmed/s by 1, 2 and 4 workers on PostgreSQL, each look-up 50 ms',
  run: ({ isQuick }) =>
    withPostgres(async ({ makeDatabase }) => {
      const lookUp = createServer((_, response) => void setTimeout(() => response.end('{}'), latencyMs))
      await new Promise<void>((resolve) => lookUp.listen(0, '127.0.0.1', resolve))
      const { port } = lookUp.address() as AddressInfo
      const posts = isQuick ? 500 : 1_000
      const args = [await makeDatabase('checks'), `http://127.0.0.1:${port}`, String(posts)]
      const children: Child[] = []
      try {
        for (let made = 0; made < 4; made += 1) {
          children.push(await startChild('checks-shared', 'subject', args))
        }
        const [first] = children
        await first?.ask('fill')
        const uneven: number[] = []
        const measure = async (workers: number) => {
          await first?.ask('makeDue')
          const startedAt = performance.now()
          const asked = await Promise.all(
            children.slice(0, workers).map((child) => child.ask<number>('check')),
          )
          const seconds = (performance.now() - startedAt) / 1_000
          uneven.push(asked.reduce((sum, one) => sum + one, 0) - posts)
          return posts / seconds
        }
        await measure(4)
        const rates = await runRounds(isQuick ? 1 : 5, {
          one: () => measure(1),
          two: () => measure(2),
          four: () => measure(4),
        })
        const rest = { unit: 'posts/s', against: '1 worker', control: rates.one }
        return {
          figures: [
            compare({ what: '2 workers', ...rest, ours: rates.two, aim: { of: 'ratio', atLeast: 1.6 } }),
            compare({ what: '4 workers', ...rest, ours: rates.four, aim: { of: 'ratio', atLeast: 2.5 } }),
          ],
          notes: [`${posts} posts a round, of all rounds ${Math.max(...uneven)} posts asked about twice`],
        }
      } finally {
        await Promise.all(children.map((child) => child.stop()))
        lookUp.close()
      }
    }),
}
