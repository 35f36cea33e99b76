import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, BenchContext, Figure } from './support/bench.ts'
import { type Child, startChild } from './support/child.ts'
import type { Usage } from './support/command-server.ts'
import { compare, findQuantile, stateAlone } from './support/figures.ts'
import { createModeratorClient } from './support/moderator-client.ts'
import { countOpenFiles } from './support/open-files.ts'
import { runRounds } from './support/rounds.ts'
import { type BenchServer, withPostgres } from './support/storing/bench-postgres.ts'

const leastEventBytes = 500

/**
 * Two api processes on one PostgreSQL: how long news take from one to the other, and what the second one
 * costs.
 */
export const postgresNodes: Bench = {
  name: 'postgres-nodes',
  about: 'two api processes on one PostgreSQL, and streams that come back',
  run: (context) =>
    withPostgres(async (server) => {
      const children: Child[] = []
      const start = async (file: string, role: 'subject' | 'load', args: string[] = []) => {
        const child = await startChild(file, role, args)
        children.push(child)
        return child
      }
      try {
        return await measure(server, context, start)
      } finally {
        await Promise.all(children.map((child) => child.stop()))
      }
    }),
}

type Start = (file: string, role: 'subject' | 'load', args?: string[]) => Promise<Child>

async function measure(
  { makeDatabase, makeFolder }: BenchServer,
  { isQuick, say }: BenchContext,
  start: Start,
) {
  const databaseUrl = await makeDatabase('nodes')
  const rounds = isQuick ? 10 : 100
  const bursts = isQuick ? 2 : 6
  const eventsPerBurst = 10
  const missedEvents = 20
  const pending = 10 + 2 * rounds + 4 * bursts * eventsPerBurst + missedEvents
  const writer = await start('writer', 'load', [makeFolder('writer'), databaseUrl])
  const seed = { pending, shownPerTakeaway: 0, words: 26 }
  const { slug, waiting } = await writer.ask<{ slug: string; waiting: number[] }>('seed', seed)
  const nodes: { process: Child; port: number }[] = []
  for (const name of ['a', 'b', 'c']) {
    const process = await start('api-node', 'subject', [makeFolder(name), databaseUrl])
    nodes.push({ process, port: await process.ask<number>('port') })
  }
  const [a, b, c] = nodes as [(typeof nodes)[0], (typeof nodes)[0], (typeof nodes)[0]]
  const path = `/api/campaigns/${slug}/events`
  const open = async (port: number, count: number, query = '') => {
    const clients = await start('sse-clients', 'load')
    await clients.ask('open', { port, path: path + query, count })
    return clients
  }

  say('from a decision on one node to streams of both')
  const [onA, onB] = [await open(a.port, 50), await open(b.port, 50)]
  const decide = await createModeratorClient({ port: a.port, slug })
  const fromBack = [...waiting].reverse()
  let taken = 0
  const time = async (clients: Child) => {
    await clients.ask('arm', leastEventBytes)
    const at = performance.timeOrigin + performance.now()
    await decide(fromBack[taken++] ?? 0)
    await clients.ask('wait')
    await sleep(60 + Math.random() * 100)
    return (await clients.ask<number[]>('times')).map((there) => there - at)
  }
  for (let round = 0; round < 5; round += 1) await time(onB)
  const samples = await runRounds(rounds, { there: () => time(onB), here: () => time(onA) })
  const quantile = (share: number): Figure =>
    compare({
      ...{ what: `decision on A to stream on B, p${share * 100}`, unit: 'ms', against: 'stream on A itself' },
      ours: [findQuantile(samples.there.flat(), share)],
      control: [findQuantile(samples.here.flat(), share)],
      aim: { of: 'ours', atMost: 120 },
    })
  const figures = [quantile(0.5), quantile(0.99)]
  for (const clients of [onA, onB]) await clients.stop()

  const streams = isQuick ? 1_000 : 4_000
  say(`${streams} streams on one process, then on two`)
  const onOne = [await open(c.port, streams)]
  const onTwo = [await open(a.port, streams / 2), await open(b.port, streams / 2)]
  const deliver = async (apis: Child[], clients: Child[]) => {
    const before = await readCpu(apis)
    const times: number[] = []
    for (let event = 0; event < eventsPerBurst; event += 1) {
      for (const client of clients) await client.ask('arm', leastEventBytes)
      const at = await writer.ask<number>('approve')
      for (const client of clients) {
        await client.ask('wait')
        times.push(...(await client.ask<number[]>('times')).map((there) => there - at))
      }
      await sleep(120)
    }
    const perCpuSecond = (eventsPerBurst * streams) / (((await readCpu(apis)) - before) / 1e6)
    return { perCpuSecond, p99: findQuantile(times, 0.99) }
  }
  const one = () => deliver([c.process], onOne)
  const two = () => deliver([a.process, b.process], onTwo)
  await one()
  await two()
  const cost = await runRounds(bursts - 1, { one, two })
  figures.push(
    compare({
      ...{
        what: `deliveries on two processes, ${streams} streams`,
        unit: 'per CPU s',
        against: 'on one process',
      },
      ...{ ours: cost.two.map((it) => it.perCpuSecond), control: cost.one.map((it) => it.perCpuSecond) },
    }),
    compare({
      ...{ what: `to the last stream on two processes, p99`, unit: 'ms', against: 'on one process' },
      ...{ ours: cost.two.map((it) => it.p99), control: cost.one.map((it) => it.p99) },
    }),
  )
  for (const clients of [...onOne, ...onTwo]) await clients.stop()

  const many = Math.min(isQuick ? 2_000 : 10_000, countOpenFiles() - 500)
  say(`${many} streams go and come back with their place in the log`)
  const place = (
    (await (await fetch(`http://localhost:${a.port}/api/campaigns/${slug}/wall`)).json()) as { seq: number }
  ).seq
  const before = await open(a.port, many)
  await before.stop()
  for (let event = 0; event < missedEvents; event += 1) await writer.ask('approve')
  await sleep(500)
  await a.process.ask('takeStatements')
  const cpuBefore = await readCpu([a.process])
  const startedAt = performance.now()
  const again = await open(a.port, many, `?since=${place}`)
  const tookMs = performance.now() - startedAt
  const cpuMs = ((await readCpu([a.process])) - cpuBefore) / 1_000
  const statements = await a.process.ask<string[]>('takeStatements')
  await again.stop()
  figures.push(
    stateAlone({
      ...{ what: `database reads while ${many.toLocaleString('en')} streams resumed`, unit: 'reads' },
      ...{ ours: statements.length, aim: { of: 'ours', atMost: 1 } },
    }),
    stateAlone({
      what: 'a resumed stream with 20 missed events',
      unit: 'CPU µs',
      ours: (cpuMs * 1_000) / many,
    }),
  )
  return {
    figures,
    notes: [
      `${many} streams were back after ${Math.round(tookMs)} ms`,
      ...statements.map((text) => `read: ${text}`),
    ],
  }
}

async function readCpu(processes: Child[]): Promise<number> {
  const usages = await Promise.all(processes.map((process) => process.ask<Usage>('usage')))
  return usages.reduce((sum, { cpuUs }) => sum + cpuUs, 0)
}
