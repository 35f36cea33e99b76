import { closeSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { PgTable } from 'drizzle-orm/pg-core'
import { makeFolder } from '../make-folder.ts'
import { AppError } from '../model/error.ts'
import * as sqliteTables from '../tables/sqlite.ts'
import type { Database, Engine, Tables, Transaction } from './engine.ts'
import { checkBeforeUse } from './sqlite-check.ts'
import { isBusy, translateFault } from './sqlite-faults.ts'
import { createInserter } from './sqlite-insert.ts'
import { createLog } from './sqlite-log.ts'
import { migrateSqlite } from './sqlite-migrations.ts'
import { createSqlitePurge } from './sqlite-purge.ts'
import { createSqliteScrub } from './sqlite-scrub.ts'
import { keepStatements } from './sqlite-statements.ts'
import { createSqliteWatch } from './sqlite-watch.ts'

/** How long the thread may stand still for another process's write; beyond that it waits asleep. */
const busyTimeoutMs = 100
/** Not while the program starts. */
const firstPurgeMs = 20_000

export interface SqliteOptions {
  file: string
  maxPages?: number
  lockedAfterMs?: number
  /** See `checkBeforeUse`. */
  isChecked?: boolean
}

/**
 * Opens (and, if need be, makes and migrates) a database file. Throws AppError with a sentence that says what
 * to do when it can't: locked, newer, damaged, empty where a wall was, not writable. `maxPages` bounds the
 * file (4 KiB a page): beyond it the disk counts as full. `lockedAfterMs`: a write that waited so long, in
 * the queue and for another process, is refused.
 */
export function openSqlite(options: SqliteOptions): Engine {
  try {
    makeFolder(dirname(options.file))
    checkBeforeUse(options.file, options.isChecked ?? false)
    return openConnections(options)
  } catch (error) {
    throw translateOpening(error, options.file)
  }
}

function openConnections({ file, maxPages, lockedAfterMs = 10_000 }: SqliteOptions): Engine {
  // Sessions and people's words: for nobody else on this machine. The log beside it takes over these rights.
  closeSync(openSync(file, 'a', 0o600))
  const writer = new BetterSqlite3(file, { timeout: 5000 })
  applySettings(writer)
  if (maxPages !== undefined) writer.pragma(`max_page_count = ${maxPages}`)
  migrateSqlite(writer)
  writer.pragma(`busy_timeout = ${busyTimeoutMs}`)
  const reading = new BetterSqlite3(file, { readonly: true, timeout: 5000 })
  reading.pragma('cache_size = -32000')

  // Drizzle's builders are alike on both engines at run time; the store sees PostgreSQL's types.
  const writerDb = drizzle({ client: keepStatements(writer) }) as unknown as Database
  const reader = drizzle({ client: keepStatements(reading) }) as unknown as Database
  const watch = createSqliteWatch(reading)
  const insertMany = createInserter(writer)
  const appendEvents = createLog(writerDb, insertMany)
  // BEGIN IMMEDIATE has locked out everybody already.
  const lockCampaigns = async () => {}
  const pickFree: Transaction['pickFree'] = async (table, { where, orderBy, limit }) => {
    const query = writerDb.select({ id: table.id }).from(table as PgTable)
    const rows = await query
      .where(where)
      .orderBy(...orderBy)
      .limit(limit)
    return rows.map(({ id }) => Number(id))
  }
  let queue: Promise<unknown> = Promise.resolve()
  const purge = createSqlitePurge(writer, (step) => runNext(async () => step()))
  // What was erased just before the program was killed.
  purge.schedule(firstPurgeMs)
  const scrub = createSqliteScrub(writer, file)

  const begin = createBegin(writer, lockedAfterMs)

  async function runTransaction<T>(
    run: (transaction: Transaction) => Promise<T>,
    queuedAt: number,
  ): Promise<T> {
    await begin(queuedAt)
    let hasErased = false
    const noteErased = () => {
      hasErased = true
    }
    try {
      const result = await run({
        ...{ db: writerDb, insertMany, appendEvents, lockCampaigns, pickFree, noteErased },
      })
      if (hasErased) scrub.note()
      writer.exec('COMMIT')
      watch.wake()
      if (hasErased) purge.schedule()
      return result
    } catch (error) {
      if (writer.inTransaction) writer.exec('ROLLBACK')
      throw translateFault(error)
    }
  }

  /** One at a time: the connection has room for one transaction, and every await in it lets others run. */
  function runNext<T>(step: () => Promise<T>): Promise<T> {
    const result = queue.then(step)
    queue = result.catch(() => undefined)
    return result
  }

  const engine: Engine = {
    kind: 'sqlite',
    tables: sqliteTables as unknown as Tables,
    reader,
    transaction(run) {
      const queuedAt = performance.now()
      return runNext(() => runTransaction(run, queuedAt))
    },
    matchWords(sought) {
      const query = sought.map(({ words, isBeginning }) => `"${words}"${isBeginning ? '*' : ''}`).join(' ')
      return sql`${sqliteTables.post.id} IN (SELECT rowid FROM post_words WHERE post_words MATCH ${query})`
    },
    isOneOf: (column, values) => sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`,
    nowMs: sql<number>`CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
    translateFault,
    watch: watch.add,
    async checkWritable() {
      // Changes nothing, and is refused when there is no room to write even that.
      await engine.transaction(async () => void writer.exec('UPDATE log_head SET seq = seq'))
    },
    async close() {
      await queue
      purge.stop()
      scrub.stop()
      watch.stop()
      reading.close()
      writer.close()
    },
  }
  return engine
}

function applySettings(connection: BetterSqlite3.Database): void {
  const version = connection.prepare('SELECT sqlite_version() AS version').get() as { version: string }
  if (isOlder(version.version, [3, 51, 3])) {
    throw new AppError(
      'unavailable',
      `SQLite ${version.version} can damage files that two programs write; 3.51.3 or newer is needed.`,
    )
  }
  connection.pragma('journal_mode = WAL')
  // FULL: a moderator's "reject" must not come back after a power cut.
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma('secure_delete = ON')
  connection.pragma('cache_size = -32000')
  connection.pragma('temp_store = MEMORY')
  connection.pragma('journal_size_limit = 67108864')
  connection.pragma('mmap_size = 0')
}

/**
 * One after the other would wait for the same lock: the time in the queue counts, and everybody has at least
 * one try.
 */
function createBegin(writer: BetterSqlite3.Database, lockedAfterMs: number) {
  let isLocked = false

  /** From the second try on the thread never stands still: streams and readers go on meanwhile. */
  function setLocked(next: boolean): void {
    if (next === isLocked) return
    isLocked = next
    writer.pragma(`busy_timeout = ${isLocked ? 0 : busyTimeoutMs}`)
  }

  return async function begin(queuedAt: number): Promise<void> {
    for (;;) {
      try {
        writer.exec('BEGIN IMMEDIATE')
        return setLocked(false)
      } catch (error) {
        if (isBusy(error)) setLocked(true)
        if (!isBusy(error) || performance.now() - queuedAt > lockedAfterMs) throw translateFault(error)
        await sleep(10)
      }
    }
  }
}

function isOlder(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(Number)
  for (const [index, want] of wanted.entries()) {
    const have = parts[index] ?? 0
    if (have !== want) return have < want
  }
  return false
}

const folderFaults = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'])

function translateOpening(error: unknown, file: string): unknown {
  const fault = translateFault(error)
  if (fault instanceof AppError)
    return new AppError(fault.code, `${file}: ${fault.message}`, { cause: fault.cause })
  if (error instanceof Error && 'code' in error && folderFaults.has(String(error.code))) {
    return new AppError(
      'unavailable',
      `${dirname(file)} cannot be used as the data folder (${error.code}). Choose another with DATA_DIR, or mend its rights.`,
      { cause: error },
    )
  }
  return fault
}
