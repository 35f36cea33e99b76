import { join } from 'node:path'
import type { Bench, BenchContext, Figure } from './support/bench.ts'
import { type Child, startChild } from './support/child.ts'
import { compare, stateAlone } from './support/figures.ts'
import type { LivePathResult } from './support/live-path-run.ts'
import { runRounds } from './support/rounds.ts'
import { withTempDir } from './support/temp-dir.ts'

/**
 * Frames of the network to the database, against clients that only read them. Every run is a process of its
 * own.
 */
export const livePath: Bench = {
  name: 'live-path',
  about: 'frames/s through parse, match and durable store',
  run: (context) =>
    withTempDir(async (dir) => {
      const server = await startChild('frame-server', 'load', [String(poolSize)])
      try {
        return await measure(context, dir, server)
      } finally {
        await server.stop()
      }
    }),
}

const poolSize = 20_000

async function measure({ isQuick, say }: BenchContext, dir: string, server: Child) {
  const frames = isQuick ? 30_000 : 250_000
  const rounds = isQuick ? 1 : 3
  const origin = await server.ask<string>('origin')
  const meanBytes = await server.ask<number>('meanBytes')
  let runs = 0

  async function run(file: string, args: string[], command = 'run', count = frames): Promise<LivePathResult> {
    const child = await startChild(file, 'subject', args)
    try {
      await server.ask('arm', count)
      return await child.ask<LivePathResult>(command, { origin, frames: count })
    } finally {
      await child.stop()
    }
  }
  const runOurs = (wire: string, count?: number) =>
    run('live-path-ours', [join(dir, String(++runs)), wire], 'run', count)

  const results = await runRounds(rounds, {
    ours: () => runOurs('v1'),
    skyware: () => run('live-path-skyware', []),
    skywareWs: () => run('live-path-skyware', ['ws']),
    atcute: () => run('live-path-atcute', []),
    atcuteWs: () => run('live-path-atcute', ['ws']),
    ws: () => run('live-path-parse', [String(poolSize)]),
    parse: () => run('live-path-parse', [String(poolSize)], 'parse'),
    oursV2: () => runOurs('v2'),
  })
  const perSecond = (all: LivePathResult[]) => all.map(({ wallMs }) => (frames / wallMs) * 1000)
  const perCpuSecond = (all: LivePathResult[]) => all.map(({ cpuUs }) => (frames / cpuUs) * 1_000_000)
  const against = (name: string, control: LivePathResult[], aim?: Figure['aim']): Figure[] => [
    compare({
      ...{ what: 'live, wire v1', unit: 'frames/s', against: name, ...(aim && { aim }) },
      ...{ ours: perSecond(results.ours), control: perSecond(control) },
    }),
    compare({
      ...{ what: 'live, wire v1, one core', unit: 'frames/CPU s', against: name, ...(aim && { aim }) },
      ...{ ours: perCpuSecond(results.ours), control: perCpuSecond(control) },
    }),
  ]

  const many = isQuick ? 60_000 : 1_000_000
  say(`memory over ${many.toLocaleString('en')} frames`)
  const long = await runOurs('v1', many)
  const [early = 0, half = 0, end = 0] = long.rssBytes.map((bytes) => bytes / 2 ** 20)
  const matched = results.ours.at(-1)?.matched ?? 0
  return {
    figures: [
      ...against('@skyware/jetstream', results.skyware, { of: 'ratio', atLeast: 1 }),
      ...against('@skyware/jetstream on ws', results.skywareWs),
      ...against('@atcute/jetstream', results.atcute, { of: 'ratio', atLeast: 1 }),
      ...against('@atcute/jetstream on ws', results.atcuteWs),
      ...against('ws + JSON.parse, same stream', results.ws),
      ...against('JSON.parse alone, in memory', results.parse),
      compare({
        ...{ what: 'live, wire v2, one core', unit: 'frames/CPU s', against: 'ours on wire v1' },
        ...{ ours: perCpuSecond(results.oursV2), control: perCpuSecond(results.ours) },
      }),
      stateAlone({
        ...{ what: 'live, all of the long run', unit: 'frames/s', ours: (many / long.wallMs) * 1000 },
        aim: { of: 'ours', atLeast: 20_000 },
      }),
      compare({
        what: 'memory after 50 %',
        unit: 'MiB RSS',
        ours: [half],
        control: [early],
        against: 'after 10 %',
      }),
      compare({
        ...{
          what: 'memory after 100 %',
          unit: 'MiB RSS',
          ours: [end],
          control: [half],
          against: 'after 50 %',
        },
        aim: { of: 'ratio', atMost: 1.2 },
      }),
    ],
    notes: [
      `mean frame ${meanBytes.toFixed(0)} bytes on wire v1; of ${frames.toLocaleString('en')} frames ours stored ${matched} tagged posts, the clients counted ${results.skyware.at(-1)?.matched} and ${results.atcute.at(-1)?.matched}`,
    ],
  }
}
