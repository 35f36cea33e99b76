import { getTableColumns } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import * as tables from '../tables/postgres.ts'

export interface MovedTable {
  /** As both engines' table modules export it. */
  key: keyof typeof tables
  name: string
  /** Row fields that make the primary key. */
  primaryKey: string[]
  /** Whether the database numbers the rows by itself. */
  isNumbered: boolean
}

/**
 * Every table with a wall's rows, each after those it points to. `setting` is about the nodes on a database,
 * and `tally` a database counts by itself as posts are copied.
 */
export function listTablesInOrder(): MovedTable[] {
  const { setting: _, tally: __, ...moved } = tables
  const waiting = new Map(Object.entries(moved) as [keyof typeof moved, PgTable][])
  const ordered: MovedTable[] = []
  while (waiting.size > 0) {
    const missing = new Set([...waiting.values()].map((table) => getTableConfig(table).name))
    const ready = [...waiting].filter(([, table]) => listParents(table).every((name) => !missing.has(name)))
    // Two tables that point to each other would need their rows split; no such pair exists.
    if (ready.length === 0) throw new Error(`tables that point to each other: ${[...missing].join(', ')}`)
    for (const [key, table] of ready) {
      waiting.delete(key)
      ordered.push(describe(key, table))
    }
  }
  return ordered
}

function listParents(table: PgTable): string[] {
  const { name, foreignKeys } = getTableConfig(table)
  return foreignKeys
    .map((foreignKey) => getTableConfig(foreignKey.reference().foreignTable).name)
    .filter((parent) => parent !== name)
}

function describe(key: keyof typeof tables, table: PgTable): MovedTable {
  const { name, columns, primaryKeys } = getTableConfig(table)
  const keyColumns = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary)
  const names = new Set(keyColumns.map((column) => column.name))
  const fields = Object.entries(getTableColumns(table))
  const primaryKey = fields.filter(([, column]) => names.has(column.name)).map(([field]) => field)
  const isNumbered = fields.some(([field, column]) => field === 'id' && column.dataType === 'number')
  return { key, name, primaryKey, isNumbered }
}
