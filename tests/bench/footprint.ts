import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { openStore } from '@wall/db/open-store'
import { addModerator } from '../support/wall/add-moderator.ts'
import type { Aim, Bench, Figure } from './support/bench.ts'
import { compare } from './support/figures.ts'
import { writeSeedTexts } from './support/seed-texts.ts'
import { makePost } from './support/storing/make-post.ts'
import { withTempDir } from './support/temp-dir.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const programs = ['api/main.ts', 'workers/main.ts', 'tests/bench/processes/bare.ts'] as const
const settleMs = { whole: 75_000, quick: 20_000 }
const idleMs = { whole: 30_000, quick: 10_000 }
const decisionCount = 1_000

interface Use {
  rssMiB: number
  /** Processor time since the start. */
  cpuS: number
  /** Share of a core over some time after that, in %. */
  idlePercent: number
}

/**
 * What both processes take when nobody does anything, on an empty wall and on one that has learnt from
 * decisions.
 */
export const footprint: Bench = {
  name: 'footprint',
  about: 'memory and processor time at rest: first start, restart, with 1,000 decisions',
  async run({ isQuick, say }) {
    if (!existsSync('/proc/self/status')) return { figures: [], notes: ['only where there is /proc'] }
    const length = isQuick ? 'quick' : 'whole'
    return withTempDir(async (dir) => {
      const rest = async (dataDir: string) => {
        const [api, workers, bare] = await restAll(dir, join(dir, dataDir), settleMs[length], idleMs[length])
        say(`${dataDir}: api ${tell(api)}, workers ${tell(workers)}`)
        return { api, workers, bare }
      }
      const first = await rest('empty')
      const again = await rest('empty')
      await decide(join(dir, 'decided'))
      const learning = await rest('decided')
      const learnt = await rest('decided')
      return {
        figures: [
          ...state('first start', first),
          ...state('restart', again, { rssMiB: 400, cpuS: 4, idlePercent: 1 }),
          ...state(`first start with ${decisionCount} decisions`, learning),
          ...state(`restart with ${decisionCount} decisions`, learnt),
        ],
        notes: [
          `${settleMs[length] / 1_000} s after the start; at rest: the ${idleMs[length] / 1_000} s after that`,
        ],
      }
    })
  },
}

type Uses = Record<'api' | 'workers' | 'bare', Use>

/** Both processes together against one that does nothing, and each by itself. */
function state(when: string, { api, workers, bare }: Uses, aims: Partial<Use> = {}): Figure[] {
  const figures = {
    rssMiB: ['MiB', 'memory'],
    cpuS: ['s', 'processor time'],
    idlePercent: ['% of a core', 'at rest'],
  }
  return (Object.keys(figures) as (keyof Use)[]).flatMap((key) => {
    const [unit = '', what = ''] = figures[key]
    const atMost = aims[key]
    const aim: Aim | undefined = atMost === undefined ? undefined : { of: 'ours', atMost }
    const one = (name: string, value: number) =>
      compare({
        what: `${when}: ${what}, ${name}`,
        unit,
        ours: [value],
        control: [bare[key]],
        against: 'a bare process',
      })
    return [
      one('api', api[key]),
      one('workers', workers[key]),
      { ...one('both', api[key] + workers[key]), aim: aim ?? null },
    ]
  })
}

async function restAll(dir: string, dataDir: string, settle: number, idle: number): Promise<[Use, Use, Use]> {
  const children: ChildProcess[] = []
  try {
    for (const program of programs) children.push(await start(program, dir, dataDir))
    await sleep(settle)
    const settled = children.map(read)
    await sleep(idle)
    const uses = children.map((child, index) => {
      const { rssMiB = 0, cpuS = 0 } = settled[index] ?? {}
      return { rssMiB, cpuS, idlePercent: ((read(child).cpuS - cpuS) / (idle / 1_000)) * 100 }
    })
    await untilDone(children)
    return uses as [Use, Use, Use]
  } finally {
    await Promise.all(
      children.map(async (child) => {
        child.kill('SIGTERM')
        if (child.exitCode === null) await once(child, 'exit')
      }),
    )
  }
}

/** What a busy machine has not learnt by now is learnt before the end, so that a restart finds all of it. */
async function untilDone(children: readonly ChildProcess[]): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const before = children.map(read)
    await sleep(3_000)
    if (children.every((child, index) => read(child).cpuS - (before[index]?.cpuS ?? 0) < 0.15)) return
  }
}

/** As the launcher starts it, on a stream that nobody serves. */
async function start(program: string, dir: string, dataDir: string): Promise<ChildProcess> {
  const child = fork(join(root, program), {
    execArgv: [],
    env: {
      ...{ PATH: process.env.PATH ?? '', LOG_LEVEL: 'silent', DATA_DIR: dataDir, PORT: '0' },
      ...{ JETSTREAM_URLS: 'ws://127.0.0.1:9/subscribe', BLUESKY_APPVIEW: 'http://127.0.0.1:9' },
      NODE_COMPILE_CACHE: join(dir, 'compiled'),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${program} ended before it was ready`))),
  ])
  return child
}

/** Linux counts processor time in hundredths of a second. */
function read({ pid }: ChildProcess): { rssMiB: number; cpuS: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return {
    rssMiB: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024,
    cpuS: (Number(fields[11]) + Number(fields[12])) / 100,
  }
}

/** Posts in words of the seeds, all placed by a person. */
async function decide(dataDir: string): Promise<void> {
  const { engine, store } = await openStore({ dataDir })
  try {
    const { campaign } = await store.saveCampaign(builtInCampaign())
    const source = await store.ensureSource(campaign.id, 'bluesky', {})
    await addModerator(engine, 'ana')
    const texts = writeSeedTexts(decisionCount)
    const posts = texts.map(({ text }, index) => ({ ...makePost(index), text, body: [] }))
    await store.recordBatch(source.id, { posts, removals: [], authorChanges: [], cursor: 'decided' })
    const verifications = posts.map((post) => ({
      ...{ network: post.network, uri: post.uri, post, labels: [], isMatch: true },
    }))
    await store.recordVerifications(campaign.id, verifications, [], {
      now: Date.now(),
      recheckMs: 86_400_000,
    })
    const { posts: waiting } = await store.listQueue({
      ...{ campaignId: campaign.id, standing: 'pending', limit: decisionCount },
    })
    const takeaways = new Map(texts.map(({ text, takeaway }) => [text, takeaway]))
    for (const { id, version, text } of waiting) {
      const order = { campaignId: campaign.id, postId: id, version, actor: { id: 'ana' } }
      await store.decide({ ...order, standing: 'approved', takeaway: takeaways.get(text) ?? null })
    }
  } finally {
    await store.close()
  }
}

function tell({ rssMiB, cpuS, idlePercent }: Use): string {
  return `${rssMiB.toFixed(0)} MiB, ${cpuS.toFixed(1)} s, ${idlePercent.toFixed(1)} % of a core`
}
