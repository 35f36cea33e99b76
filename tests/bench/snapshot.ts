import type { Aim, Bench, Figure } from './support/bench.ts'
import { type Child, startChild } from './support/child.ts'
import type { Usage } from './support/command-server.ts'
import { compare } from './support/figures.ts'
import { runRounds } from './support/rounds.ts'
import { withTempDir } from './support/temp-dir.ts'
import { startWall } from './support/wall.ts'

const connections = 32

/** The wall's snapshot against the least that the same framework can answer. */
export const snapshot: Bench = {
  name: 'snapshot',
  about: 'requests/s of the wall with 240 shown posts',
  run: ({ isQuick }) =>
    withTempDir(async (dir) => {
      const children: Child[] = []
      try {
        const wall = await startWall(dir, { pending: 240, shownPerTakeaway: 40, words: 30 })
        children.push(wall.api, wall.writer)
        const path = `/api/campaigns/${wall.slug}/wall`
        const answer = await fetch(`http://127.0.0.1:${wall.port}${path}`)
        const body = await answer.text()
        const shown = (JSON.parse(body) as { posts: unknown[] }).posts.length
        const bytes = Buffer.byteLength(body)
        const constant = await startChild('hono-constant', 'subject', [String(bytes)])
        const load = await startChild('http-load', 'load')
        children.push(constant, load)
        const constantPort = await constant.ask<number>('port')

        const ask = async (server: Child, port: number, asked: string, ms: number) => {
          const before = await server.ask<Usage>('usage')
          const { requests } = await load.ask<{ requests: number }>('load', {
            port,
            path: asked,
            connections,
            ms,
          })
          const after = await server.ask<Usage>('usage')
          return { perSecond: (requests / ms) * 1000, cpuUs: (after.cpuUs - before.cpuUs) / requests }
        }
        const ms = isQuick ? 600 : 2_500
        const askOurs = (forMs: number) => ask(wall.api, wall.port, path, forMs)
        const askString = (forMs: number) => ask(constant, constantPort, '/string', forMs)
        const askBytes = (forMs: number) => ask(constant, constantPort, '/bytes', forMs)
        await askOurs(ms / 2)
        await askString(ms / 2)
        await askBytes(ms / 2)
        const samples = await runRounds(isQuick ? 2 : 6, {
          ours: () => askOurs(ms),
          string: () => askString(ms),
          bytes: () => askBytes(ms),
        })
        type Samples = typeof samples.ours
        const against = (name: string, control: Samples, aim?: Aim): Figure[] => [
          compare({
            ...{ what: 'snapshot', unit: 'requests/s', against: name, ...(aim && { aim }) },
            ours: samples.ours.map(({ perSecond }) => perSecond),
            control: control.map(({ perSecond }) => perSecond),
          }),
          compare({
            ...{ what: 'snapshot', unit: 'CPU µs/request', against: name },
            ours: samples.ours.map(({ cpuUs }) => cpuUs),
            control: control.map(({ cpuUs }) => cpuUs),
          }),
        ]
        return {
          figures: [
            ...against('Hono, constant string', samples.string, { of: 'ratio', atLeast: 0.8 }),
            ...against('Hono, constant bytes', samples.bytes),
          ],
          notes: [`${shown} posts, ${bytes.toLocaleString('en')} bytes, ${connections} connections`],
        }
      } finally {
        await Promise.all(children.map((child) => child.stop()))
      }
    }),
}
