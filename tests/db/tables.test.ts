import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres } from '@wall/db/engines/postgres'
import { openSqlite } from '@wall/db/engines/sqlite'
import * as postgres from '@wall/db/tables/postgres'
import * as sqlite from '@wall/db/tables/sqlite'
import BetterSqlite3 from 'better-sqlite3'
import { type Column, getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, test } from 'vitest'
import { erasedColumns } from '../contracts/erased-columns.ts'
import { makePostgresDatabase } from '../support/database/postgres-database.ts'

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

test('the PostgreSQL migrations make exactly the declared tables and columns, with the declared types', async () => {
  const database = await makePostgresDatabase()
  await (await openPostgres({ url: database.url })).close()
  const made = await database.query<{ table: string; name: string; type: string; required: boolean }>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'migration'`,
  )
  const declared = Object.values(postgres).flatMap((table) =>
    Object.values(getTableColumns(table)).map((column) => ({
      table: getTableName(table),
      name: column.name,
      type: column
        .getSQLType()
        .replace('bigserial', 'bigint')
        .replace(/^timestamp \(3\)/, 'timestamp(3)'),
      required: column.notNull,
    })),
  )
  expect(sortRows(made)).toEqual(sortRows(declared))
  await database.drop()
})

test('both engines have the same indexes, uniqueness, checks and foreign keys', async () => {
  const database = await makePostgresDatabase()
  await (await openPostgres({ url: database.url })).close()
  const rows = await database.query<{ table: string; columns: string; unique: boolean; partial: boolean }>(
    `SELECT t.relname AS table, i.indisunique AS unique, i.indpred IS NOT NULL AS partial,
       (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS columns
     FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
     WHERE t.relnamespace = current_schema()::regnamespace AND t.relname <> 'migration' AND i.indexprs IS NULL`,
  )
  const onPostgres = rows.map((row) => JSON.stringify([row.table, row.columns, row.unique, row.partial]))
  const file = join(mkdtempSync(join(tmpdir(), 'wall-tables-')), 'wall.sqlite')
  await openSqlite({ file }).close()
  const connection = new BetterSqlite3(file, { readonly: true })
  const onSqlite = describeTables(sqlite).flatMap(({ table }) => {
    const indexes = connection.pragma(`index_list(${table})`) as {
      name: string
      unique: number
      partial: number
    }[]
    const listed = indexes.map(({ name, unique, partial }) => {
      const columns = connection.pragma(`index_info(${name})`) as { name: string }[]
      return [table, columns.map((column) => column.name).join(','), unique === 1, partial === 1]
    })
    // What SQLite keeps its rows by is in no list.
    const hasRowId = connection.pragma(`table_info(${table})`) as { name: string; type: string; pk: number }[]
    const key = hasRowId.find(({ type, pk }) => pk === 1 && type === 'INTEGER')
    const isAlone = hasRowId.filter(({ pk }) => pk > 0).length === 1
    return key && isAlone ? [...listed, [table, key.name, true, false]] : listed
  })
  // SQLite reads names in it from end to end. PostgreSQL reads the table as quickly, and an index there
  // refuses long entries.
  const sqliteAlone = JSON.stringify(['author', 'words,handle', false, false])
  expect([...onPostgres, sqliteAlone].sort()).toEqual(onSqlite.map((row) => JSON.stringify(row)).sort())

  const constraints = await database.query<{ kind: string; many: string }>(
    `SELECT contype AS kind, count(*) AS many FROM pg_constraint
     WHERE connamespace = current_schema()::regnamespace AND contype IN ('f', 'c') GROUP BY contype`,
  )
  const many = Object.fromEntries(constraints.map((row) => [row.kind, Number(row.many)]))
  const statements = connection.prepare("SELECT sql FROM sqlite_schema WHERE type = 'table'").pluck().all()
  const all = statements.join('\n')
  expect(many).toEqual({
    // An event's campaign is not looked up again on PostgreSQL (see its migration 0003).
    f: Number(all.match(/REFERENCES/g)?.length) - 1,
    c: all.match(/CHECK \(/g)?.length,
  })
  connection.close()
  await database.drop()
})

/**
 * Every column of text, with why it may stay when the author of a post takes it back or rewrites it. A new
 * column fails until it stands here, or among `erasedColumns`, of which the erasure contract proves that
 * nothing is left.
 */
const keptColumns = {
  'names a thing of ours, or of the network': [
    ...['campaign.slug', 'source.kind', 'author.network', 'author.network_id', 'post.network'],
    ...[
      'media.kind',
      'removal.network',
      'decision.kind',
      'event.kind',
      'idea_change.kind',
      'embedding.encoder',
    ],
  ],
  'names a post or a version of it, so that a copy of what was taken back is recognised': [
    ...['post.uri', 'post.cid', 'post.rev', 'post.verified_cid', 'removal.uri', 'removal.rev'],
    // The model, the version and the place; it goes with the idea where a post is taken back.
    'idea.read_as',
  ],
  'one of a few words of ours': [
    'tally.what',
    ...['author.standing', 'author.wishes', 'post.standing', 'post.removed_why', 'post.hidden_why'],
    ...[
      'post.filed_by',
      'idea.idea_by',
      'idea.action_by',
      'idea_group.named_by',
      'invitation.role',
      'user.role',
    ],
  ],
  'written by the team or its campaign file': [
    ...[
      'campaign.content',
      'campaign.unreleased',
      'source.name',
      'source.settings',
      'source.network',
      'idea_change.made',
    ],
  ],
  'what the network says of an account': ['author.labels'],
  'of work that is under way': [
    ...['source.cursor', 'source.status', 'source.owner', 'post.check_claim', 'post.filing_claim'],
    ...['post.filed_with', 'filing_state.model', 'filing_state.owner', 'filing_state.state'],
  ],
  'of screens and nodes': ['screen.id', 'screen.name', 'setting.name', 'setting.value'],
  'places of jobs in the log': ['job_cursor.job', 'job_cursor.version'],
  'of people who sign in': [
    ...['decision.user_id', 'filing_seeds.user_id', 'idea_change.user_id', 'invitation.token_hash'],
    ...['user.id', 'user.name', 'user.email', 'user.image', 'session.id', 'session.user_id', 'session.token'],
    ...['session.ip_address', 'session.user_agent', 'account.id', 'account.user_id', 'account.account_id'],
    ...['account.provider_id', 'account.access_token', 'account.refresh_token', 'account.id_token'],
    ...['account.scope', 'account.password', 'verification.id', 'verification.identifier'],
    ...['verification.value', 'rate_limit.id', 'rate_limit.key'],
  ],
}

test.each([
  ['SQLite', sqlite],
  ['PostgreSQL', postgres],
])('every column of text on %s is erased with the words, or may stay for a reason', (_, tables) => {
  const columns = Object.values<PgTable | SQLiteTable>(tables).flatMap((table) =>
    Object.values<Column>(getTableColumns(table))
      .filter(({ dataType }) => !['number', 'bigint', 'boolean', 'date'].includes(dataType))
      .map((column) => `${getTableName(table)}.${column.name}`),
  )
  expect([...erasedColumns, ...Object.values(keptColumns).flat()].sort()).toEqual(columns.sort())
})

function sortRows<T extends { table: string; name: string }>(rows: T[]): T[] {
  return rows.sort((a, b) => (`${a.table}.${a.name}` < `${b.table}.${b.name}` ? -1 : 1))
}
