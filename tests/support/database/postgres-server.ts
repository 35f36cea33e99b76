// Set up once a run (see vitest.config.ts): gives every test file a PostgreSQL server. It is started by the
// first file that asks for it, so a run that needs none does not wait for one.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** GET it for the address of a server on which databases may be made. */
    postgresBroker: string
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let guard: ChildProcess | undefined
  let address: Promise<string> | undefined

  const broker = createServer(async (_request, response) => {
    try {
      address ??= process.env.TEST_DATABASE_URL ? Promise.resolve(process.env.TEST_DATABASE_URL) : start()
      response.end(await address)
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  broker.listen(0, '127.0.0.1')
  await once(broker, 'listening')
  const place = broker.address()
  if (place === null || typeof place === 'string') throw new Error('no port')
  project.provide('postgresBroker', `http://127.0.0.1:${place.port}`)

  return async () => {
    broker.closeAllConnections()
    broker.close()
    if (!guard || guard.exitCode !== null) return
    const ended = once(guard, 'exit')
    guard.stdin?.end()
    await ended
  }

  async function start(): Promise<string> {
    // In a group of its own: Ctrl-C ends the run, and the end of the run ends the guard.
    guard = spawn(process.execPath, [join(import.meta.dirname, 'postgres-guard.ts')], {
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const ended = once(guard, 'exit')
    if (!guard.stdout) throw new Error('no output')
    const line = once(createInterface({ input: guard.stdout }), 'line')
    const first = await Promise.race([line, ended.then(() => undefined)])
    if (!first) throw new Error('PostgreSQL did not start; what it said stands above.')
    return String(first[0])
  }
}
