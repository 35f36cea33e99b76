import type BetterSqlite3 from 'better-sqlite3'
import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from './engine.ts'

interface Insert {
  statement: BetterSqlite3.Statement
  columns: { key: string; toDriver: (value: unknown) => unknown }[]
}

/**
 * The bulk path: one prepared statement a table, run row by row. The builder's multi-row insert spends
 * several times longer on writing the statement than SQLite does on running it.
 */
export function createInserter(writer: BetterSqlite3.Database): Transaction['insertMany'] {
  const inserts = new Map<PgTable, Insert>()

  return async (table, rows) => {
    let insert = inserts.get(table)
    if (!insert) {
      insert = prepareInsert(writer, table)
      inserts.set(table, insert)
    }
    const { statement, columns } = insert
    const ids: number[] = []
    const values: unknown[] = new Array(columns.length)
    for (const row of rows as readonly Record<string, unknown>[]) {
      for (let index = 0; index < columns.length; index += 1) {
        const column = columns[index] as Insert['columns'][number]
        const value = row[column.key]
        values[index] = value === null || value === undefined ? null : column.toDriver(value)
      }
      ids.push(Number(statement.run(values).lastInsertRowid))
    }
    return ids
  }
}

function prepareInsert(writer: BetterSqlite3.Database, table: PgTable): Insert {
  // A column the database numbers by itself is left to it.
  const columns = Object.entries(getTableColumns(table)).filter(
    ([key, column]) => !(key === 'id' && column.dataType === 'number'),
  )
  const names = columns.map(([, column]) => `"${column.name}"`).join(', ')
  const marks = columns.map(() => '?').join(', ')
  return {
    statement: writer.prepare(`INSERT INTO "${getTableName(table)}" (${names}) VALUES (${marks})`),
    columns: columns.map(([key, column]) => ({
      key,
      toDriver: (value) => column.mapToDriverValue(value),
    })),
  }
}
