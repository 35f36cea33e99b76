import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '@wall/db/engines/sqlite'
import * as postgres from '@wall/db/tables/postgres'
import * as sqlite from '@wall/db/tables/sqlite'
import BetterSqlite3 from 'better-sqlite3'
import { getTableColumns, getTableName } from 'drizzle-orm'
import { expect, test } from 'vitest'

const jsType = (dataType: string) => (dataType === 'bigint' ? 'number' : dataType)

function describeTables(tables: Record<string, unknown>) {
  return Object.entries(tables).map(([name, table]) => {
    const columns = Object.entries(getTableColumns(table as Parameters<typeof getTableColumns>[0]))
    return {
      name,
      table: getTableName(table as Parameters<typeof getTableName>[0]),
      columns: columns.map(([key, column]) => ({
        key,
        name: column.name,
        type: jsType(column.dataType),
        notNull: column.notNull,
      })),
    }
  })
}

test('both engines declare the same tables with the same row types', () => {
  expect(describeTables(sqlite)).toEqual(describeTables(postgres))
})

test('the SQLite migrations make exactly the declared columns', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'wall-tables-')), 'wall.sqlite')
  await openSqlite({ file }).close()
  const connection = new BetterSqlite3(file, { readonly: true })
  for (const { table, columns } of describeTables(sqlite)) {
    const made = connection.pragma(`table_info(${table})`) as { name: string; notnull: number; pk: number }[]
    expect({ table, columns: made.map(({ name }) => name).sort() }).toEqual({
      table,
      columns: columns.map(({ name }) => name).sort(),
    })
    const required = made.filter(({ notnull, pk }) => notnull === 1 || pk > 0).map(({ name }) => name)
    expect(required.sort()).toEqual(
      columns
        .filter(({ notNull }) => notNull)
        .map(({ name }) => name)
        .sort(),
    )
  }
  connection.close()
})
