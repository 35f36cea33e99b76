import type pg from 'pg'
import { type AppliedMigration, planMigrations, readMigrations } from '../migrate.ts'
import { AppError } from '../model/error.ts'
import { foldAuthor } from '../store/lists/fold-words.ts'

/** Any number, the same in all versions: whoever migrates this database waits for the other. */
const lockKey = 7_240_118

/**
 * Brings a database up to this program's schema, all files or none; several processes may call it at once.
 * The lock ends with the transaction, so it works behind a pooler too. Answers the names of the files that
 * ran.
 */
export async function migratePostgres(client: pg.ClientBase): Promise<string[]> {
  const files = readMigrations('postgres')
  if (planMigrations(files, await readApplied(client)).length === 0) return []
  await client.query("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'")
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockKey])
    // Read again under the lock: another process may have been faster.
    const applied = await readApplied(client)
    if (applied.length === 0) await refuseForeignTables(client)
    const plan = planMigrations(files, applied)
    await client.query(
      'CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, hash text NOT NULL, applied_at bigint NOT NULL)',
    )
    for (const file of plan) {
      await client.query(file.sql)
      if (file.name === '0020-folded-names') await foldNames(client)
      await client.query('INSERT INTO migration (name, hash, applied_at) VALUES ($1, $2, $3)', [
        file.name,
        file.hash,
        Date.now(),
      ])
    }
    await client.query('COMMIT')
    return plan.map((file) => file.name)
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

interface NamedRow {
  id: string
  displayName: string | null
  handle: string | null
  words: string
}

/** A page at a time, so that it takes no more memory where there are many authors. */
async function foldNames(client: pg.ClientBase): Promise<void> {
  for (let last = '0'; ; ) {
    const { rows } = await client.query<NamedRow>(
      'SELECT id, display_name AS "displayName", handle, words FROM author WHERE id > $1 ORDER BY id LIMIT 5000',
      [last],
    )
    const changed = rows
      .map((row) => ({ ...row, folded: foldAuthor(row) }))
      .filter((row) => row.folded !== row.words)
    await client.query(
      'UPDATE author SET words = made.words FROM unnest($1::bigint[], $2::text[]) AS made (id, words) WHERE author.id = made.id',
      [changed.map(({ id }) => id), changed.map(({ folded }) => folded)],
    )
    const end = rows.at(-1)
    if (!end) return
    last = end.id
  }
}

/** The files that this database was made with; none for a new one. */
export async function readApplied(client: pg.ClientBase): Promise<AppliedMigration[]> {
  // The catalogue itself: `to_regclass` may answer from what this connection remembers of before it waited
  // for the lock.
  const found = await client.query(
    "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migration'",
  )
  if (found.rows.length === 0) return []
  const { rows } = await client.query<AppliedMigration>('SELECT name, hash FROM migration ORDER BY name')
  return rows
}

/** Our tables have plain names: in a database that another program uses they would mix with its own. */
async function refuseForeignTables(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename LIMIT 1',
  )
  const [other] = rows
  if (!other || other.name === 'migration') return
  throw new AppError(
    'unavailable',
    `This PostgreSQL database belongs to another program (it has a table "${other.name}"). Make an empty one and name it in DATABASE_URL.`,
  )
}
