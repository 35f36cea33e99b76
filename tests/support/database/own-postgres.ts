import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A PostgreSQL server for one test alone, which may take it away and bring it back. */
export interface OwnPostgres {
  /** Of its `postgres` database. */
  url: string
  /** In good order, or as a machine that fails would. Resolves when it is gone. */
  stop(how: 'stop' | 'crash'): Promise<void>
  /** At the same address, with what was stored. */
  start(): Promise<void>
  close(): Promise<void>
}

export async function startOwnPostgres(args: string[] = []): Promise<OwnPostgres> {
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'postgres-guard.ts'), ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const tell = createTeller(guard)
  const url = await tell('')
  return {
    url,
    stop: async (how) => void (await tell(how)),
    start: async () => void (await tell('start')),
    async close() {
      const ended = once(guard, 'exit')
      guard.stdin?.end()
      await ended
    },
  }
}

/** Answers the next line that it prints. */
function createTeller(guard: ChildProcess): (command: string) => Promise<string> {
  if (!guard.stdout) throw new Error('no output')
  const lines = createInterface({ input: guard.stdout })
  const ended = once(guard, 'exit').then((): never => {
    throw new Error('PostgreSQL did not start; what it said stands above.')
  })
  ended.catch(() => undefined)
  return async (command) => {
    const line = once(lines, 'line')
    if (command) guard.stdin?.write(`${command}\n`)
    const [first] = await Promise.race([line, ended])
    return String(first)
  }
}
