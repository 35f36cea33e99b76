import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, BenchContext, Figure, Outcome } from './support/bench.ts'
import { type Child, startChild } from './support/child.ts'
import type { Usage } from './support/command-server.ts'
import { compare } from './support/figures.ts'
import { countOpenFiles } from './support/open-files.ts'
import { runRounds } from './support/rounds.ts'
import { withTempDir } from './support/temp-dir.ts'
import { startWall } from './support/wall.ts'

/**
 * One event to many open streams. Events go out one by one, each when the one before has arrived, so that
 * nothing is joined, and at the same pace from each server, so that none is measured warmer than the others.
 */
export const fanOut: Bench = {
  name: 'fan-out',
  about: 'processor time per delivery and memory per open stream',
  async run(context) {
    const outcomes: Outcome[] = []
    for (const streams of context.isQuick ? [1_000, 3_000] : [1_000, 10_000])
      outcomes.push(await measure(streams, context))
    return {
      figures: outcomes.flatMap(({ figures }) => figures),
      notes: outcomes.flatMap(({ notes }) => notes),
    }
  },
}

interface Server {
  process: Child
  clients: Child
  publish(): Promise<unknown>
  /** Bytes. */
  perStream: Memory
}

interface Memory {
  RSS: number
  heap: number
}

function measure(wanted: number, { isQuick, say }: BenchContext): Promise<Outcome> {
  return withTempDir(async (dir) => {
    const notes: string[] = []
    const limit = countOpenFiles()
    const streams = Math.min(wanted, limit - 500)
    if (streams < wanted)
      notes.push(`only ${streams} of ${wanted} streams: the limit of open files is ${limit} here`)
    const isMany = streams > 2_000
    const rounds = isQuick ? 1 : 5
    const eventsPerRound = isQuick ? (isMany ? 2 : 8) : isMany ? 5 : 12
    const warmUpEvents = isQuick || isMany ? 3 : 12
    const paceMs = isMany ? 250 : 90

    const children: Child[] = []
    const start = async (file: string, role: 'subject' | 'load', args: string[] = []) => {
      const child = await startChild(file, role, args)
      children.push(child)
      return child
    }
    try {
      const wall = await startWall(dir, {
        pending: 10 + warmUpEvents + rounds * eventsPerRound,
        shownPerTakeaway: 0,
        words: 38,
      })
      children.push(wall.api, wall.writer)
      const bareProcess = await start('sse-bare', 'subject')
      const betterProcess = await start('sse-better', 'subject')
      let eventBytes = 0
      const servers = {
        ours: await connect(wall.api, wall.eventsPath, () => wall.writer.ask('approve')),
        bare: await connect(bareProcess, '/', () => bareProcess.ask('publish', eventBytes)),
        better: await connect(betterProcess, '/', () => betterProcess.ask('publish', eventBytes)),
      }
      say(`${streams.toLocaleString('en')} streams to each of three servers are open`)

      // The first event of ours tells how large the others' must be.
      eventBytes = Math.round((await deliver(servers.ours)).meanBytes)
      for (const server of Object.values(servers)) {
        for (let event = 0; event < warmUpEvents; event += 1) await deliver(server)
      }

      const cpu = await runRounds(rounds, {
        ours: () => burst(servers.ours),
        bare: () => burst(servers.bare),
        better: () => burst(servers.better),
      })
      const title = streams.toLocaleString('en')
      const perDelivery = (against: string, control: number[], aim?: Figure['aim']) =>
        compare({
          what: `a delivery, ${title} streams`,
          unit: 'CPU µs',
          ours: cpu.ours,
          control,
          against,
          ...(aim && { aim }),
        })
      const perStream = (kind: keyof Memory, against: string, control: Server, aim?: Figure['aim']) =>
        compare({
          ...{ what: `an open stream, ${title} streams`, unit: `KB ${kind}`, against, ...(aim && { aim }) },
          ...{ ours: [servers.ours.perStream[kind] / 1_000], control: [control.perStream[kind] / 1_000] },
        })
      return {
        figures: [
          perDelivery('bare node:http', cpu.bare, { of: 'ratio', atMost: 1.15 }),
          perDelivery('better-sse', cpu.better),
          perStream('RSS', 'bare node:http', servers.bare, { of: 'ratio', atMost: 1.3 }),
          perStream('RSS', 'better-sse', servers.better),
          perStream('heap', 'bare node:http', servers.bare),
          perStream('heap', 'better-sse', servers.better),
        ],
        notes: [...notes, `an event was ${eventBytes} bytes at ${title} streams`],
      }
    } finally {
      await Promise.all(children.map((child) => child.stop()))
    }

    async function connect(server: Child, path: string, publish: Server['publish']): Promise<Server> {
      const clients = await start('sse-clients', 'load')
      const port = await server.ask<number>('port')
      // Only the second half is weighed: what a process has in reserve after its start goes to the first
      // streams.
      await clients.ask('open', { port, path, count: Math.floor(streams / 2) })
      const before = await server.ask<Usage>('settledUsage')
      await clients.ask('open', { port, path, count: Math.ceil(streams / 2) })
      const after = await server.ask<Usage>('settledUsage')
      const perStream = {
        RSS: (after.rssBytes - before.rssBytes) / Math.ceil(streams / 2),
        heap: (after.heapBytes - before.heapBytes) / Math.ceil(streams / 2),
      }
      return { process: server, clients, publish, perStream }
    }

    /** Processor time of one delivery, µs. */
    async function burst(server: Server): Promise<number> {
      const before = await server.process.ask<Usage>('usage')
      for (let event = 0; event < eventsPerRound; event += 1) {
        await Promise.all([deliver(server), sleep(paceMs)])
      }
      const after = await server.process.ask<Usage>('usage')
      return (after.cpuUs - before.cpuUs) / (eventsPerRound * streams)
    }
  })
}

/** No beat or comment is as large as that. */
const leastEventBytes = 500

async function deliver({ clients, publish }: Server): Promise<{ meanBytes: number }> {
  await clients.ask('arm', leastEventBytes)
  await publish()
  return clients.ask('wait')
}
