// The demo as people start it, on a free port and a data folder of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { makeDataDir } from './installation.ts'

export interface RunningDemo {
  url: string
  /** Opens signed in as a moderator. */
  signInLink: string
  output(): string
  stop(): Promise<number | null>
}

/** Resolves when the demo has printed its addresses and the wall shows the opening posts. */
export async function startDemo(env: Record<string, string> = {}): Promise<RunningDemo> {
  const root = join(import.meta.dirname, '../../..')
  const { dataDir, remove } = makeDataDir()
  const port = String(20_000 + Math.floor(Math.random() * 20_000))
  const child = spawn(process.execPath, [join(root, 'api/launch/main.ts'), '--demo'], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      DATA_DIR: dataDir,
      PORT: port,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const collect = (chunk: unknown) => {
    printed += chunk
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const ended = once(child, 'exit')
  const url = `http://localhost:${port}`
  const deadline = Date.now() + 120_000
  while (!(printed.includes('#demo=') && (await countShown(url)) > 20)) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`The demo did not start:\n${printed}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return {
    url,
    signInLink: /\S+#demo=\S+/.exec(printed)?.[0] ?? '',
    output: () => printed,
    async stop() {
      child.kill('SIGINT')
      await ended
      remove()
      return child.exitCode
    },
  }
}

async function countShown(url: string): Promise<number> {
  try {
    const answer = await fetch(`${url}/api/campaigns/rethinking-intervention/wall`)
    return ((await answer.json()) as { posts: unknown[] }).posts.length
  } catch {
    return 0
  }
}
