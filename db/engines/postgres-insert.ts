import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type pg from 'pg'
import type { Transaction } from './engine.ts'

interface Insert {
  text: string
  columns: { key: string; toDriver: (value: unknown) => unknown }[]
  hasId: boolean
}

/** The bulk path: one statement and one round trip however many rows, its text the same each time. */
export function createInserter(): (client: pg.ClientBase) => Transaction['insertMany'] {
  const inserts = new Map<PgTable, Insert>()

  return (client) => async (table, rows) => {
    if (rows.length === 0) return []
    let insert = inserts.get(table)
    if (!insert) {
      insert = describeInsert(table)
      inserts.set(table, insert)
    }
    const { text, columns, hasId } = insert
    const values = columns.map(({ key, toDriver }) =>
      (rows as readonly Record<string, unknown>[]).map((row) => {
        const value = row[key]
        return value === null || value === undefined ? null : toDriver(value)
      }),
    )
    const result = await client.query<{ id: string }>(text, values)
    // Numbered in the order given; the order of what comes back is not promised.
    return hasId ? result.rows.map(({ id }) => Number(id)).sort((a, b) => a - b) : []
  }
}

function describeInsert(table: PgTable): Insert {
  const all: [string, PgColumn][] = Object.entries(getTableColumns(table))
  // A column the database numbers by itself is left to it.
  const columns = all.filter(([key, column]) => !(key === 'id' && column.dataType === 'number'))
  const names = columns.map(([, column]) => `"${column.name}"`).join(', ')
  const arrays = columns.map(([, column], index) => `$${index + 1}::${column.getSQLType()}[]`).join(', ')
  const hasId = columns.length < all.length
  return {
    text:
      `INSERT INTO "${getTableName(table)}" (${names}) SELECT ${names} ` +
      `FROM unnest(${arrays}) WITH ORDINALITY AS given (${names}, "given place") ORDER BY "given place"` +
      (hasId ? ' RETURNING id' : ''),
    columns: columns.map(([key, column]) => ({ key, toDriver: (value) => column.mapToDriverValue(value) })),
    hasId,
  }
}
