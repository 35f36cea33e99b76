import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from './support/bench.ts'
import { pin } from './support/child.ts'
import { compare } from './support/figures.ts'
import { runRounds } from './support/rounds.ts'
import { withTempDir } from './support/temp-dir.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** From spawn to ready, against the start of Node itself. */
export const coldStart: Bench = {
  name: 'cold-start',
  about: 'from spawn to ready',
  run: ({ isQuick }) =>
    withTempDir(async (dir) => {
      const rounds = isQuick ? 2 : 10
      const starts = await runRounds(rounds, {
        newApi: (round) => startApi(dir, `api-${round}`),
        api: () => startApi(dir, 'api-0'),
        workers: () => startWorkers(dir, 'api-0'),
        node: startNode,
      })
      const against = 'node -e 0'
      const nodeMs = starts.node
      const beyond = (times: number[]) => times.map((ms, round) => ms - (nodeMs[round] ?? 0))
      return {
        figures: [
          compare({
            what: 'api to /readyz, new database',
            unit: 'ms',
            ours: starts.newApi,
            control: nodeMs,
            against,
          }),
          compare({ what: 'api to /readyz', unit: 'ms', ours: starts.api, control: nodeMs, against }),
          compare({ what: 'workers to ready', unit: 'ms', ours: starts.workers, control: nodeMs, against }),
          compare({
            ...{
              what: 'api, new database, beyond node',
              unit: 'ms',
              against,
              aim: { of: 'ours', atMost: 1_200 },
            },
            ...{ ours: beyond(starts.newApi), control: nodeMs },
          }),
          compare({
            ...{ what: 'workers, beyond node', unit: 'ms', against, aim: { of: 'ours', atMost: 1_200 } },
            ...{ ours: beyond(starts.workers), control: nodeMs },
          }),
        ],
        notes: [],
      }
    }),
}

async function startApi(dir: string, name: string): Promise<number> {
  const { child, startedAt } = start(['api/main.ts'], { ...place(dir, name), PORT: '0' })
  const { url } = await hearReady(child, 'api/main.ts')
  if (!url) throw new Error('api/main.ts does not tell its address')
  while ((await fetch(`http://127.0.0.1:${new URL(url).port}/readyz`)).status !== 200) {}
  return finish(child, startedAt)
}

async function startWorkers(dir: string, name: string): Promise<number> {
  // A stream that nobody serves: the workers are ready all the same, and nothing leaves the machine.
  const nowhere = { JETSTREAM_URLS: 'ws://127.0.0.1:9/subscribe', BLUESKY_APPVIEW: 'http://127.0.0.1:9' }
  const { child, startedAt } = start(['workers/main.ts'], { ...place(dir, name), ...nowhere })
  await hearReady(child, 'workers/main.ts')
  return finish(child, startedAt)
}

/** What Node compiled once is kept, as the launcher has it. */
function place(dir: string, name: string) {
  return { DATA_DIR: join(dir, name), NODE_COMPILE_CACHE: join(dir, 'compiled') }
}

async function startNode(): Promise<number> {
  const { child, startedAt } = start(['-e', '0'], {})
  await once(child, 'exit')
  return performance.now() - startedAt
}

function start(line: string[], settings: Record<string, string>) {
  const [command, args] = pin('subject', process.execPath, line)
  const env = { PATH: process.env.PATH ?? '', LOG_LEVEL: 'silent', ...settings }
  const startedAt = performance.now()
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return { child, startedAt }
}

interface Ready {
  ready?: boolean
  url?: string
}

async function hearReady(child: ReturnType<typeof spawn>, name: string): Promise<Ready> {
  const { promise, resolve, reject } = Promise.withResolvers<Ready>()
  child.on('message', (message) => {
    if ((message as Ready).ready) resolve(message as Ready)
  })
  child.on('exit', (code) => reject(new Error(`${name} ended (${code}) before it was ready`)))
  return promise
}

async function finish(child: ReturnType<typeof spawn>, startedAt: number): Promise<number> {
  const ms = performance.now() - startedAt
  // In order, so that it keeps what was compiled.
  child.kill('SIGTERM')
  await once(child, 'exit')
  return ms
}
