import { sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '../engines/engine.ts'
import { openPostgres } from '../engines/postgres.ts'
import { AppError } from '../model/error.ts'
import * as targetTables from '../tables/postgres.ts'
import * as sourceTables from '../tables/sqlite.ts'
import { moveSecret } from './move-secret.ts'
import { type MoveSource, openSource } from './open-source.ts'
import { countRows, readRows } from './read-rows.ts'
import { createTableHash, type TableHash } from './table-hash.ts'
import { listTablesInOrder, type MovedTable } from './table-order.ts'

export interface MoveProgress {
  step: 'copy' | 'check'
  table: string
  rows: number
  of: number
}

export interface MoveResult {
  /** `same`: every row stood there already, from an earlier move. */
  outcome: 'moved' | 'same'
  tables: { name: string; rows: number }[]
}

export interface MoveOptions {
  dataDir: string
  /** See `findDatabaseUrlFault`. */
  databaseUrl: string
  onProgress?: (progress: MoveProgress) => void
}

const of = (tables: object, { key }: MovedTable) => (tables as Record<string, PgTable>)[key] as PgTable

/**
 * Copies the wall of a data folder into an empty PostgreSQL database, ids and places in the log included, and
 * holds every table there against its origin before anything of it counts: it is one transaction, so what was
 * interrupted left nothing behind and is simply run again. The origin is only read. Throws AppError `invalid`
 * (no wall, older wall), `conflict` (the database is not empty, or the wall was written to meanwhile) or
 * `unavailable` (either database can't be used).
 */
export async function moveWall(options: MoveOptions): Promise<MoveResult> {
  const { dataDir, databaseUrl, onProgress = () => {} } = options
  const source = openSource(dataDir)
  try {
    // One step of a large wall may take many minutes.
    const engine = await openPostgres({ url: databaseUrl, poolSize: 2, answerTimeoutMs: 0 })
    try {
      return await engine.transaction(async (transaction) => {
        const result = await moveInto(transaction, source, onProgress)
        await moveSecret(transaction.db, dataDir)
        return result
      })
    } catch (error) {
      throw engine.translateFault(error)
    } finally {
      await engine.close()
    }
  } finally {
    source.close()
  }
}

async function moveInto(
  { db }: Transaction,
  source: MoveSource,
  onProgress: (progress: MoveProgress) => void,
): Promise<MoveResult> {
  const tables = listTablesInOrder()
  // Big tables may take their time; whoever starts a process on the new database meanwhile waits, or is told.
  await db.execute(sql`SET LOCAL statement_timeout = 0`)
  await db.execute(sql`SET LOCAL idle_in_transaction_session_timeout = '60s'`)
  const names = tables.map(({ name }) => sql.identifier(name))
  await db.execute(sql`LOCK TABLE ${sql.join(names, sql`, `)} IN SHARE ROW EXCLUSIVE MODE`)
  const filled = await findFilled(db, tables)

  source.beginSnapshot()
  if (filled.length > 0) await refuseOthers(source.db, tables, filled)
  const hashes = new Map<MovedTable, TableHash>()
  const lastIds = new Map(tables.map((table) => [table, source.readLastId(table.name)]))
  for (const table of tables) {
    const insert = async (rows: object[]) => {
      if (filled.length === 0) await db.insert(of(targetTables, table)).values(rows)
    }
    hashes.set(table, await copyTable(source.db, table, insert, onProgress))
  }
  if (source.endSnapshot()) {
    throw new AppError(
      'conflict',
      'The wall was written to while it was moved. Stop its processes (pnpm start) and move it again; nothing was kept of this time.',
    )
  }
  // Nobody has counted the new rows yet, and without that the plan for reading them may be a bad one.
  await db.execute(sql`ANALYZE ${sql.join(names, sql`, `)}`)
  const differing = await findDiffering(db, hashes, onProgress)
  if (differing && filled.length > 0) throw new AppError('conflict', describeFilled(filled))
  if (differing) {
    throw new AppError(
      'internal',
      `The table "${differing}" did not arrive as it was sent; nothing was kept. Look into the server's log, and try again.`,
    )
  }
  for (const [table, lastId] of lastIds) if (table.isNumbered) await setNumbering(db, table, lastId)
  return {
    outcome: filled.length > 0 ? 'same' : 'moved',
    tables: [...hashes].map(([{ name }, { rows }]) => ({ name, rows })),
  }
}

async function copyTable(
  db: Database,
  table: MovedTable,
  insert: (rows: object[]) => Promise<void>,
  onProgress: (progress: MoveProgress) => void,
): Promise<TableHash> {
  const from = of(sourceTables, table)
  const total = await countRows(db, from)
  const hash = createTableHash()
  for await (const rows of readRows(db, from, table)) {
    for (const row of rows) hash.add(row)
    await insert(rows)
    onProgress({ step: 'copy', table: table.name, rows: hash.rows, of: total })
  }
  return hash
}

/** The first table whose rows are not those of the origin. */
async function findDiffering(
  db: Database,
  hashes: ReadonlyMap<MovedTable, TableHash>,
  onProgress: (progress: MoveProgress) => void,
): Promise<string | undefined> {
  for (const [table, expected] of hashes) {
    const hash = createTableHash()
    for await (const rows of readRows(db, of(targetTables, table), table)) {
      for (const row of rows) hash.add(row)
      onProgress({ step: 'check', table: table.name, rows: hash.rows, of: expected.rows })
      if (hash.rows > expected.rows) return table.name
    }
    if (!hash.equals(expected)) return table.name
  }
  return undefined
}

/** So that the next row gets a number nobody had, nor any row that is gone by now. */
async function setNumbering(db: Database, table: MovedTable, lastId: number): Promise<void> {
  const target = of(targetTables, table)
  const last = sql`greatest(max(id), ${lastId}::bigint)`
  await db.execute(
    sql`SELECT setval(pg_get_serial_sequence(${`"${table.name}"`}, 'id'), ${last}) FROM ${target} HAVING ${last} > 0`,
  )
}

async function findFilled(db: Database, tables: MovedTable[]): Promise<{ name: string; rows: number }[]> {
  const counts: { name: string; rows: number }[] = []
  for (const table of tables) {
    counts.push({ name: table.name, rows: await countRows(db, of(targetTables, table)) })
  }
  return counts.filter(({ rows }) => rows > 0)
}

/** Rows of an earlier move are as many as in the origin. */
async function refuseOthers(
  db: Database,
  tables: MovedTable[],
  filled: { name: string; rows: number }[],
): Promise<void> {
  for (const table of tables) {
    const rows = filled.find(({ name }) => name === table.name)?.rows ?? 0
    if ((await countRows(db, of(sourceTables, table))) !== rows)
      throw new AppError('conflict', describeFilled(filled))
  }
}

function describeFilled(filled: { name: string; rows: number }[]): string {
  const first = filled.slice(0, 3).map(({ name, rows }) => `${name}: ${rows}`)
  return `This PostgreSQL database is not empty (rows in ${first.join(', ')}) and does not hold this wall as it is now. Give the address of an empty one; nothing was changed. If the wall was moved there earlier and has been used since, it is there already.`
}
