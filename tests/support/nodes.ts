import { makeDataDir, type RunningProcess, startProcess } from './installation.ts'
import { makePostgresDatabase, type TestDatabase } from './postgres-database.ts'

/** Several true processes on one PostgreSQL database, each with a data folder of its own, as on machines of their own. */
export interface NodeSet {
  database: TestDatabase
  apis: RunningProcess[]
  workers: RunningProcess[]
  urls: string[]
  stop(): Promise<void>
}

export async function startNodes(options: {
  apis: number
  workers: number
  env?: Record<string, string>
}): Promise<NodeSet> {
  const database = await makePostgresDatabase()
  const folders: { remove(): void }[] = []
  const apis: RunningProcess[] = []
  const workers: RunningProcess[] = []

  async function start(which: 'api' | 'workers'): Promise<RunningProcess> {
    const { dataDir, remove } = makeDataDir()
    folders.push({ remove })
    const env = { AUTH_SECRET: sharedSecret, ...options.env, DATABASE_URL: database.url }
    return startProcess(which, { dataDir, env })
  }

  async function stop(): Promise<void> {
    await Promise.all([...apis, ...workers].map((process) => process.stop()))
    await database.drop()
    for (const { remove } of folders) remove()
  }

  try {
    // One after the other: each start makes a new link for the first administrator, and only the last one counts.
    for (let count = 0; count < options.apis; count += 1) apis.push(await start('api'))
    for (let count = 0; count < options.workers; count += 1) workers.push(await start('workers'))
  } catch (error) {
    await stop()
    throw error
  }
  return { database, apis, workers, urls: apis.map(({ ready }) => String(ready.url)), stop }
}

/** Session cookies are signed with it: the same on all nodes. */
const sharedSecret = 'one secret for all the nodes of a test, long enough'
