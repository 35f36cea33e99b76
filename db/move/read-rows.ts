import { getTableColumns, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Database } from '../engines/engine.ts'
import type { Row } from './table-hash.ts'
import type { MovedTable } from './table-order.ts'

export const batchSize = 500

/** All rows of a table, a batch at a time, each batch from where the last one ended. */
export async function* readRows(
  db: Database,
  table: PgTable,
  { primaryKey }: MovedTable,
): AsyncGenerator<Row[]> {
  const columns = getTableColumns(table)
  const keyColumns = primaryKey.flatMap((field) => columns[field] ?? [])
  const names = sql.join(keyColumns, sql`, `)
  let last: Row | undefined
  for (;;) {
    const values = primaryKey.map((field) => sql`${last?.[field]}`)
    const rows: Row[] = await db
      .select()
      .from(table)
      .where(last && sql`(${names}) > (${sql.join(values, sql`, `)})`)
      .orderBy(...keyColumns)
      .limit(batchSize)
    if (rows.length > 0) yield rows
    if (rows.length < batchSize) return
    last = rows.at(-1)
  }
}

export async function countRows(db: Database, table: PgTable): Promise<number> {
  const [row] = await db.select({ many: sql<number>`count(*)` }).from(table)
  return Number(row?.many ?? 0)
}
