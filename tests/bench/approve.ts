import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench } from './support/bench.ts'
import { type Child, startChild } from './support/child.ts'
import { compare, findQuantile } from './support/figures.ts'
import { createModeratorClient } from './support/moderator-client.ts'
import { runRounds } from './support/rounds.ts'
import { withTempDir } from './support/temp-dir.ts'
import { startWall } from './support/wall.ts'

const streams = 1_000
const eventBytes = 1_100
const leastEventBytes = 500

/** From the moment before a post is approved until each of 1,000 streams has it. */
export const approve: Bench = {
  name: 'approve',
  about: 'from approval to all of 1,000 streams',
  run: ({ isQuick }) =>
    withTempDir(async (dir) => {
      const rounds = isQuick ? 10 : 100
      const children: Child[] = []
      try {
        const wall = await startWall(dir, { pending: 2 * rounds + 10, shownPerTakeaway: 0, words: 26 })
        children.push(wall.api, wall.writer)
        const bare = await startChild('sse-bare', 'subject')
        children.push(bare)
        const openStreams = async (port: number, path: string) => {
          const clients = await startChild('sse-clients', 'load')
          children.push(clients)
          await clients.ask('open', { port, path, count: streams })
          return clients
        }
        const wallClients = await openStreams(wall.port, wall.eventsPath)
        const bareClients = await openStreams(await bare.ask<number>('port'), '/')
        const decide = await createModeratorClient(wall)
        // The writer takes from the front, the moderator from the back.
        const fromBack = [...wall.waiting].reverse()

        const samples = await runRounds(rounds, {
          there: () => time(wallClients, () => wall.writer.ask<number>('approve')),
          here: (round) => time(wallClients, () => approveHere(decide, fromBack[round])),
          bare: () =>
            time(bareClients, async () => {
              const at = now()
              await bare.ask('publish', eventBytes)
              return at
            }),
        })
        const control = samples.bare.flat()
        const figuresOf = (what: string, times: number[][]) => [
          compare({
            ...{ what: `${what}, p50`, unit: 'ms', against: 'bare node:http publish' },
            ...{ ours: [findQuantile(times.flat(), 0.5)], control: [findQuantile(control, 0.5)] },
          }),
          compare({
            ...{ what: `${what}, p99`, unit: 'ms', against: 'bare node:http publish' },
            ...{ ours: [findQuantile(times.flat(), 0.99)], control: [findQuantile(control, 0.99)] },
            aim: { of: 'ours', atMost: 150 },
          }),
          compare({
            ...{ what: `${what}, last stream, p99`, unit: 'ms', against: 'bare node:http publish' },
            ours: [
              findQuantile(
                times.map((all) => Math.max(...all)),
                0.99,
              ),
            ],
            control: [
              findQuantile(
                samples.bare.map((all) => Math.max(...all)),
                0.99,
              ),
            ],
            aim: { of: 'ours', atMost: 150 },
          }),
        ]
        return {
          figures: [...figuresOf('by HTTP', samples.here), ...figuresOf('in another process', samples.there)],
          notes: [
            `${rounds} approvals each; ratios say how far the tick, the commit and the read are above a bare publish`,
          ],
        }
      } finally {
        await Promise.all(children.map((child) => child.stop()))
      }
    }),
}

/** Milliseconds until each stream had it. */
async function time(clients: Child, act: () => Promise<number>): Promise<number[]> {
  // Out of step with every timer of the server, and beyond the tick of the event before.
  await sleep(60 + Math.random() * 50)
  await clients.ask('arm', leastEventBytes)
  const startedAtMs = await act()
  await clients.ask('wait')
  const times = await clients.ask<number[]>('times')
  return times.map((at) => at - startedAtMs)
}

async function approveHere(
  decide: (postId: number) => Promise<void>,
  postId: number | undefined,
): Promise<number> {
  if (postId === undefined) throw new Error('no post is waiting any more')
  const at = now()
  await decide(postId)
  return at
}

function now(): number {
  return performance.timeOrigin + performance.now()
}
