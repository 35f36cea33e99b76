import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const everyMs = 500

/**
 * `npx` and `pnpm` end at a signal without handing it on, and leave behind what they ran. So whoever is run
 * by them stops when one of them is gone. What stands above them (a terminal that closes, a script) may go:
 * that is how people leave a wall running.
 */
export async function watchRunners(onGone: () => void, signal: AbortSignal): Promise<void> {
  // Where there is no `ps`, nobody is watched.
  const listed = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']).catch(() => ({
    stdout: '',
  }))
  const runners = findRunners(listed.stdout, process.pid)
  if (runners.length === 0 || signal.aborted) return
  const timer = setInterval(() => {
    if (runners.every(isRunning)) return
    clearInterval(timer)
    onGone()
  }, everyMs)
  signal.addEventListener('abort', () => clearInterval(timer))
}

/** The runners above a process and the shells between them, nearest first, in what `ps` lists. Pure. */
export function findRunners(listed: string, pid: number): number[] {
  const processes = new Map(
    [...listed.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)].map(([, id, parent, args = '']) => [
      Number(id),
      { parent: Number(parent), args },
    ]),
  )
  const above: number[] = []
  let count = 0
  for (let id = processes.get(pid)?.parent; id !== undefined && id > 1; id = processes.get(id)?.parent) {
    const { args = '' } = processes.get(id) ?? {}
    const isShell = shell.test(args)
    const isRunner = !isShell && runner.test(args)
    if (!isRunner && !isShell) break
    above.push(id)
    if (isRunner) count = above.length
  }
  // A shell above the topmost runner is somebody's own.
  return above.slice(0, count)
}

const runner = /(?:^|[\s/])(?:npm|npx|pnpm|pnpx|corepack|yarn)(?:[\s@.]|$)/
const shell = /^(?:\S*\/)?(?:ba|da|a|z)?sh\s+-c\s/

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
