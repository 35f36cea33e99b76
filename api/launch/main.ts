// What `pnpm start` and `pnpm demo` run: checks, builds, prepares, starts the processes, and says where
// everything is.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '@wall/db/model/error'
import { watchRunners } from './runners.ts'
import { createTerminal } from './terminal.ts'

const root = resolve(import.meta.dirname, '../..')
const isDemo = process.argv.includes('--demo')
const terminal = createTerminal(process.stdout)

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 7)) {
  giveUp(
    new AppError(
      'unavailable',
      `This needs Node 24.7 or newer, and runs on ${process.versions.node}. Use \`npx pnpm start\`.`,
    ),
  )
}

// The demo stays away from the folder and the database that a .env names: it empties its own folder at each
// start.
const demoDir = process.env.DATA_DIR || join(root, 'data-demo')
const envFile = join(root, '.env')
if (existsSync(envFile)) process.loadEnvFile(envFile)
const env: Record<string, string | undefined> = { ...process.env }
if (isDemo) Object.assign(env, { DATA_DIR: demoDir, DATABASE_URL: '' })

const stopping = new AbortController()
const running: { stop(): Promise<void>; kill(): void }[] = []
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
void watchRunners(() => void stop(), stopping.signal)

try {
  // Loaded only now: on an older Node these could not even be read.
  const { launch } = await import('./launch.ts')
  await launch({ root, env, isDemo, terminal, running, signal: stopping.signal })
} catch (error) {
  if (!stopping.signal.aborted) {
    await Promise.allSettled(running.map((one) => one.stop()))
    giveUp(error)
  }
}

/** Once in order, within five seconds; twice at once. */
async function stop(): Promise<void> {
  if (stopping.signal.aborted) {
    for (const one of running) one.kill()
    process.exit(130)
  }
  stopping.abort()
  terminal.say('Stopping … (Ctrl-C again to stop at once)')
  await Promise.allSettled(running.map((one) => one.stop()))
  process.exit(0)
}

function giveUp(error: unknown): never {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error]
  for (const one of new Set(errors.map((each) => (each instanceof AppError ? each.message : each)))) {
    process.stderr.write(typeof one === 'string' ? `${one}\n` : `A fault of the program: ${describe(one)}\n`)
  }
  process.exit(1)
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
