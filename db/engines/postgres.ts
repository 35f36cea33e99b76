import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { PgTable } from 'drizzle-orm/pg-core'
import type pg from 'pg'
import { defaultPoolSize, describeDatabaseUrl } from '../database-url.ts'
import * as postgresTables from '../tables/postgres.ts'
import type { Database, Engine, Transaction } from './engine.ts'
import { countAttempts, isConnectionLost, translatePostgresFault } from './postgres-faults.ts'
import { createInserter } from './postgres-insert.ts'
import { createLog } from './postgres-log.ts'
import { defaultAnswerTimeoutMs, openPools } from './postgres-pool.ts'
import { createPostgresWatch } from './postgres-watch.ts'

// In the transaction itself, so that it holds behind a pooler too. A process that was stopped in the middle
// of a transaction holds up all others only for so long; they wait longer than that.
const begin = [
  'BEGIN',
  "SET LOCAL idle_in_transaction_session_timeout = '5s'",
  "SET LOCAL lock_timeout = '10s'",
  "SET LOCAL statement_timeout = '30s'",
].join('; ')

/**
 * Opens (and, if need be, fills or migrates) a PostgreSQL database. Throws AppError with a sentence that says
 * what to do when it can't; the password stands in none. `poolSize` bounds this process's connections, a
 * third of them for writes. What the server does not answer within `answerTimeoutMs` has failed; 0: we wait
 * as long as it takes. Nothing outlives a transaction on a connection, so PgBouncer may stand between, in
 * transaction mode.
 */
export async function openPostgres(options: {
  url: string
  poolSize?: number
  answerTimeoutMs?: number
}): Promise<Engine> {
  const database = describeDatabaseUrl(options.url)
  const poolSize = Math.max(options.poolSize ?? defaultPoolSize, 2)
  const writerCount = Math.max(1, Math.floor(poolSize / 3))
  const translateFault = (error: unknown) => translatePostgresFault(error, database)
  const { answerTimeoutMs = defaultAnswerTimeoutMs } = options
  const size = { readers: poolSize - writerCount, writers: writerCount, answerTimeoutMs }
  const { readers, writers } = await openPools(options.url, size).catch((error: unknown) => {
    throw translateFault(error)
  })
  const watch = createPostgresWatch(readers)
  const insertMany = createInserter()

  async function runOnce<T>(run: (transaction: Transaction) => Promise<T>): Promise<T> {
    const client = await beginOn(writers)
    let isLost = false
    try {
      const db: Database = drizzle({ client })
      const lockCampaigns = createLock(client)
      const log = createLog(client)
      const result = await run({
        ...{ db, lockCampaigns, noteErased },
        insertMany: insertMany(client),
        pickFree: createPick(db),
        appendEvents: log.append,
      })
      await log.commit()
      return result
    } catch (error) {
      isLost = isConnectionLost(error)
      if (!isLost) {
        await client.query('ROLLBACK').catch(() => {
          isLost = true
        })
      }
      throw error
    } finally {
      client.release(isLost)
    }
  }

  const engine: Engine = {
    kind: 'postgres',
    tables: postgresTables,
    reader: drizzle({ client: readers }),
    async transaction(run) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const result = await runOnce(run)
          watch.wake()
          return result
        } catch (error) {
          if (attempt >= countAttempts(error)) throw translateFault(error)
          await sleep(Math.random() * 2 ** attempt * 5)
        }
      }
    },
    matchWords(sought) {
      const { words: column } = postgresTables.post
      const query = sought.map(
        ({ words, isBeginning }) => `'${words.replaceAll(' ', "' & '")}'${isBeginning ? ':*' : ''}`,
      )
      // The index knows which words occur, not that they stand beside each other.
      const besides = sought.flatMap(({ words, isBeginning }) =>
        words.includes(' ')
          ? sql`' ' || ${column} || ' ' LIKE ${`% ${words}${isBeginning ? '' : ' '}%`}`
          : [],
      )
      const occur = sql`array_to_tsvector(string_to_array(${column}, ' ')) @@ ${query.join(' & ')}::tsquery`
      return sql.join([occur, ...besides], sql` AND `)
    },
    isOneOf: (column, values) =>
      sql`${column} = ANY(${sql.param([...values])}::${sql.raw(column.getSQLType().replace('serial', 'int'))}[])`,
    nowMs: sql<number>`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`,
    translateFault,
    watch: watch.add,
    async checkWritable() {
      await engine.transaction(async ({ db }) => {
        // Changes nothing, and is refused by a standby and by a database set to read-only.
        await db.execute(sql`UPDATE ${postgresTables.logHead} SET seq = seq WHERE false`)
      })
    },
    async close() {
      watch.stop()
      await Promise.all([readers.end(), writers.end()])
    },
  }
  return engine
}

/**
 * Old row versions go with the server's own vacuum; its log and backups are the operator's
 * (docs/operating.md).
 */
function noteErased(): void {}

/**
 * A connection may have died unnoticed since its last use; nothing was done on it yet, so another may take
 * its place.
 */
async function beginOn(pool: pg.Pool): Promise<pg.PoolClient> {
  for (let isSecond = false; ; isSecond = true) {
    const client = await pool.connect()
    try {
      await client.query(begin)
      return client
    } catch (error) {
      client.release(true)
      if (isSecond || !isConnectionLost(error)) throw error
    }
  }
}

function createPick(db: Database): Transaction['pickFree'] {
  return async (table, { where, orderBy, limit }) => {
    const rows = await db
      .select({ id: table.id })
      .from(table as PgTable)
      .where(where)
      .orderBy(...orderBy)
      .limit(limit)
      .for('no key update', { skipLocked: true })
    return rows.map(({ id }) => Number(id))
  }
}

/** The rows whose `seq` the events at the end will take: the same lock, only sooner. */
function createLock(client: pg.ClientBase): Transaction['lockCampaigns'] {
  return async (campaignIds) => {
    const where = campaignIds ? 'WHERE campaign_id = ANY($1::bigint[])' : ''
    const values = campaignIds ? [campaignIds] : []
    await client.query(`SELECT FROM log_head ${where} ORDER BY campaign_id FOR NO KEY UPDATE`, values)
  }
}
