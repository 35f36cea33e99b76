import pg from 'pg'
import { AppError } from '../model/error.ts'
import { migratePostgres } from './postgres-migrations.ts'

const connectTimeoutMs = 5_000
const idleTimeoutMs = 30_000
/** What one step may take, wherever; and, in case nobody answers at all, how long we wait for its end. */
const stepTimeoutMs = 30_000
export const defaultAnswerTimeoutMs = stepTimeoutMs + 5_000
const oldestVersion = 15

export interface Pools {
  readers: pg.Pool
  writers: pg.Pool
}

/**
 * Checks the server, brings the schema up to date, and opens two pools: writes that wait for each other never
 * take the connections from the reads. Throws the driver's errors, and AppError for a server that can't be
 * used.
 */
export async function openPools(
  url: string,
  { answerTimeoutMs, ...size }: { readers: number; writers: number; answerTimeoutMs: number },
): Promise<Pools> {
  const config: pg.ClientConfig = {
    connectionString: url,
    application_name: 'takeaway-wall',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    query_timeout: answerTimeoutMs,
    ...(await prepare(url)),
  }
  const open = (max: number) => {
    const pool = new pg.Pool({ ...config, max, idleTimeoutMillis: idleTimeoutMs, pipeline: true })
    // A connection that breaks while nobody uses it is no fault: the next one who wants it gets another.
    pool.on('error', () => {})
    // In use, the step that it was on fails by itself; without a listener the process would end.
    pool.on('connect', (client) => void client.on('error', () => {}))
    return pool
  }
  return { readers: open(size.readers), writers: open(size.writers) }
}

/** Answers settings that the server takes with a new connection; a pooler in between may know none. */
async function prepare(url: string): Promise<pg.ClientConfig> {
  const settings: pg.ClientConfig = { statement_timeout: stepTimeoutMs }
  try {
    await useOnce(url, settings, prepareServer)
    return settings
  } catch (error) {
    // PgBouncer: 08P01 "unsupported startup parameter: statement_timeout". Writes set it for themselves.
    const isPooler = error instanceof pg.DatabaseError && /startup parameter/.test(error.message)
    if (!isPooler) throw error
    await useOnce(url, {}, prepareServer)
    return {}
  }
}

async function useOnce(
  url: string,
  settings: pg.ClientConfig,
  run: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'takeaway-wall',
    connectionTimeoutMillis: connectTimeoutMs,
    ...settings,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await run(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function prepareServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: number; encoding: string }>(
    "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number, " +
      "current_setting('server_encoding') AS encoding",
  )
  const [server] = rows
  if (!server || server.number < oldestVersion * 10_000) {
    throw new AppError(
      'unavailable',
      `PostgreSQL ${server?.version} is too old: ${oldestVersion} or newer is needed.`,
    )
  }
  if (server.encoding !== 'UTF8') {
    throw new AppError(
      'unavailable',
      `The database keeps its text as ${server.encoding}. Make it anew with ENCODING 'UTF8'.`,
    )
  }
  await migratePostgres(client)
}
