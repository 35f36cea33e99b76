// The launcher as people use it: `api/launch/main.ts` with an environment, and what it says.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface Launched {
  child: ChildProcess
  output(): string
  /** Resolves with the match as soon as it was said; fails with all that was said when it ended without. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** Its code; null when a signal ended it. */
  ended: Promise<number | null>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const root = join(import.meta.dirname, '../../..')

/** `runner`: a program of this name runs it and waits for it, as a package manager would. */
export function launch(env: Record<string, string>, args: readonly string[] = [], runner?: string): Launched {
  const own = [join(root, 'api/launch/main.ts'), ...args]
  const words = runner === undefined ? own : ['-e', runIt, runner, ...own]
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let listeners: (() => void)[] = []
  const hear = (chunk: unknown) => {
    printed += chunk ?? ''
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))

  return {
    child,
    output: () => printed,
    ended,
    async says(pattern) {
      const found = await new Promise<RegExpExecArray | null>((resolve) => {
        const look = () => {
          const match = pattern.exec(printed)
          if (match) resolve(match)
        }
        listeners = [...listeners, look]
        look()
        void ended.then(() => resolve(pattern.exec(printed)))
      })
      if (!found) throw new Error(`It never said ${pattern}:\n${printed}`)
      return found
    },
    async stop(signal = 'SIGINT') {
      child.kill(signal)
      return ended
    },
  }
}

/** The processes it started, by the file they run (`api/main.ts`), with their ids. */
export async function listChildren(parent: number): Promise<{ pid: number; command: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args='])
  return stdout.split('\n').flatMap((line) => {
    const [, pid, ppid, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return Number(ppid) === parent ? [{ pid: Number(pid), command: command ?? '' }] : []
  })
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Ends at any signal without handing it on. */
const runIt = `
  const [name, ...words] = process.argv.slice(1)
  process.title = name
  require('node:child_process').spawn(process.execPath, words, { stdio: 'inherit' })
`
