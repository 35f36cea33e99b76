import { makePostgresDatabase, type TestDatabase } from '../database/postgres-database.ts'
import { makeDataDir, type RunningProcess, startProcess } from './installation.ts'

/**
 * Several true processes on one PostgreSQL database, each with a data folder of its own, as on machines of
 * their own.
 */
export interface NodeSet {
  database: TestDatabase
  apis: RunningProcess[]
  workers: RunningProcess[]
  urls: string[]
  /** `kill -9` for every api; their addresses stay theirs. */
  killApis(): Promise<void>
  /** Again, at the same addresses. */
  startApis(): Promise<void>
  stop(): Promise<void>
}

interface Place {
  which: 'api' | 'workers'
  dataDir: string
  remove(): void
  running?: RunningProcess
  port: string
}

export async function startNodes(options: {
  apis: number
  workers: number
  env?: Record<string, string>
}): Promise<NodeSet> {
  const database = await makePostgresDatabase()
  const makePlaces = (which: Place['which'], count: number) =>
    Array.from({ length: count }, (): Place => ({ which, port: '0', ...makeDataDir() }))
  const apis = makePlaces('api', options.apis)
  const workers = makePlaces('workers', options.workers)
  const all = [...apis, ...workers]

  async function start(place: Place): Promise<void> {
    const env = { ...options.env, DATABASE_URL: database.url, PORT: place.port }
    place.running = await startProcess(place.which, { dataDir: place.dataDir, env })
  }
  /** All at once, as machines do that come back together. */
  async function startAll(places: Place[]): Promise<void> {
    const results = await Promise.allSettled(places.map(start))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  }
  async function stop(): Promise<void> {
    await Promise.all(all.map(({ running }) => running?.stop()))
    await database.drop()
    for (const { remove } of all) remove()
  }
  const list = (places: Place[]) => places.flatMap(({ running }) => running ?? [])
  const findUrl = ({ ready }: RunningProcess) => `http://localhost:${ready.port}`

  try {
    await startAll(apis)
    await startAll(workers)
  } catch (error) {
    await stop()
    throw error
  }
  const urls = list(apis).map(findUrl)
  for (const place of apis) place.port = String(place.running?.ready.port)
  return {
    database,
    get apis() {
      return list(apis)
    },
    workers: list(workers),
    urls,
    async killApis() {
      await Promise.all(apis.map(({ running }) => running?.stop('SIGKILL')))
    },
    startApis: () => startAll(apis),
    stop,
  }
}
