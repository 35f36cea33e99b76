// The api and the workers that a test in a browser stands on, as many as its project says (see
// vitest.config.ts): one of each on SQLite, or two of each on one PostgreSQL with a proxy in front that
// changes the node with every request.
import { openStore } from '@wall/db/open-store'
import { eq } from 'drizzle-orm'
import { inject } from 'vitest'
import { startNodeProxy } from '../proxies/node-proxy.ts'
import { makeDataDir, type RunningProcess, startProcess } from './installation.ts'
import { startNodes } from './nodes.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Api processes, and workers. */
    nodes: number
  }
}

export interface Processes {
  /** Where people reach it. */
  url: string
  setupLink: string
  listAll(): RunningProcess[]
  /** Past the api: the database itself. Whoever opens it closes the store. */
  openStore(): ReturnType<typeof openStore>
  findRemovedWhy(uri: string): Promise<string | null | undefined>
  /** `kill -9`, every one. */
  killApi(): Promise<void>
  /** Again, at the same address. */
  startApi(): Promise<void>
  stop(): Promise<void>
}

export function startProcesses(env: Record<string, string>): Promise<Processes> {
  return inject('nodes') > 1 ? startMany(inject('nodes'), env) : startOne(env)
}

async function startOne(env: Record<string, string>): Promise<Processes> {
  const { dataDir, remove } = makeDataDir()
  let api = await startProcess('api', { dataDir, env })
  const workers = await startProcess('workers', { dataDir, env })
  const url = String(api.ready.url)
  return {
    url,
    setupLink: String(api.ready.setupLink),
    listAll: () => [api, workers],
    openStore: () => openStore({ dataDir }),
    findRemovedWhy: (uri) => findRemovedWhy(openStore({ dataDir }), uri),
    killApi: async () => void (await api.stop('SIGKILL')),
    async startApi() {
      api = await startProcess('api', { dataDir, env: { ...env, PORT: new URL(url).port } })
    },
    async stop() {
      await Promise.all([api.stop(), workers.stop()])
      remove()
    },
  }
}

async function startMany(count: number, env: Record<string, string>): Promise<Processes> {
  const proxy = await startNodeProxy()
  const nodes = await startNodes({
    apis: count,
    workers: count,
    env: { ...env, PUBLIC_URL: proxy.url, TRUSTED_PROXIES: '127.0.0.1' },
  })
  proxy.setNodes(nodes.urls)
  const place = { dataDir: '', databaseUrl: nodes.database.url }
  return {
    url: proxy.url,
    // Any node's will do.
    setupLink: String(nodes.apis[0]?.ready.setupLink),
    listAll: () => [...nodes.apis, ...nodes.workers],
    openStore: () => openStore(place),
    findRemovedWhy: (uri) => findRemovedWhy(openStore(place), uri),
    async killApi() {
      proxy.setNodes([])
      await nodes.killApis()
    },
    async startApi() {
      await nodes.startApis()
      proxy.setNodes(nodes.urls)
    },
    async stop() {
      await nodes.stop()
      await proxy.close()
      if (proxy.countRequests().length < count)
        throw new Error('A node was never asked: this proved nothing.')
    },
  }
}

async function findRemovedWhy(
  opening: ReturnType<typeof openStore>,
  uri: string,
): Promise<string | null | undefined> {
  const { engine, store } = await opening
  try {
    const { post } = engine.tables
    const [row] = await engine.reader.select({ why: post.removedWhy }).from(post).where(eq(post.uri, uri))
    return row?.why
  } finally {
    await store.close()
  }
}
