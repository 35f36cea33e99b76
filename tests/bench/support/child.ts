import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

/**
 * What is measured runs on core 0, what loads it on core 1; on any: what has threads that are to run beside
 * it.
 */
export type Role = 'subject' | 'load' | 'any'

export interface Child {
  /** Asks the process for one of the commands it serves (`command-server.ts`). */
  ask<T>(command: string, argument?: unknown): Promise<T>
  stop(): Promise<void>
}

/** Whether processes can be held to a core here. */
export function canPin(): boolean {
  return availableParallelism() >= 2 && spawnSync('taskset', ['-c', '0', 'true']).status === 0
}

/** The command line that runs a program on the role's core, where that is possible. */
export function pin(role: Role, command: string, args: readonly string[]): [string, string[]] {
  if (role === 'any' || !canPin()) return [command, [...args]]
  return ['taskset', ['-c', role === 'subject' ? '0' : '1', command, ...args]]
}

/** Starts one of `processes/*.ts` and waits until it serves commands. */
export async function startChild(file: string, role: Role, args: readonly string[] = []): Promise<Child> {
  const path = fileURLToPath(new URL(`../processes/${file}.ts`, import.meta.url))
  const [command, line] = pin(role, process.execPath, ['--expose-gc', path, ...args])
  const child = spawn(command, line, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const waiting = new Map<number, (answer: Answer) => void>()
  const ready = Promise.withResolvers<void>()
  const exited = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      const error = `${file} ended (${signal ?? code})`
      ready.reject(new Error(error))
      for (const settle of waiting.values()) settle({ id: 0, error })
      resolve()
    })
  })
  child.on('message', (message) => {
    const answer = message as Answer
    if (answer.id === 0) return ready.resolve()
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  await ready.promise
  let asked = 0

  return {
    ask<T>(name: string, argument?: unknown) {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      const id = ++asked
      waiting.set(id, (answer) => {
        if (answer.error === undefined) resolve(answer.result as T)
        else reject(new Error(`${file}: ${answer.error}`))
      })
      child.send({ id, command: name, argument })
      return promise
    },
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

interface Answer {
  id: number
  result?: unknown
  error?: string
}
