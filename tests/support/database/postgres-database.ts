import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  url: string
  name: string
  /** Runs a statement on the server, as its administrator, outside of this database. */
  administer(statement: string): Promise<void>
  /** Runs a statement in this database, without our engine. */
  query<T extends pg.QueryResultRow>(statement: string): Promise<T[]>
  drop(): Promise<void>
}

/**
 * An empty PostgreSQL database of its own on the server of this run (`TEST_DATABASE_URL` names another
 * server).
 */
export async function makePostgresDatabase(options = ''): Promise<TestDatabase> {
  const answer = await fetch(inject('postgresBroker'))
  const server = await answer.text()
  if (!answer.ok) throw new Error(server)
  const name = `wall_test_${randomBytes(6).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  await run(server, `CREATE DATABASE ${name} ${options}`)
  return {
    url: url.href,
    name,
    administer: async (statement) => void (await run(server, statement)),
    query: (statement) => run(url.href, statement),
    drop: () => drop(server, name),
  }
}

/** Given back by earlier tests of this process: with our tables, and nothing in them. */
const idle: TestDatabase[] = []

/**
 * One that may have our tables already, for tests that are not about making them: that takes ten times as
 * long as emptying them.
 */
export async function borrowPostgresDatabase(): Promise<TestDatabase> {
  const database = idle.pop() ?? (await makePostgresDatabase())
  // Another's server is left as it was.
  if (process.env.TEST_DATABASE_URL) return database
  return {
    ...database,
    drop: () => database.query(empty).then(() => void idle.push(database), database.drop),
  }
}

/**
 * Without the order that foreign keys ask for; whoever still holds a row makes it fail, and the database
 * goes.
 */
const empty = `
  SET session_replication_role = replica;
  SET lock_timeout = '5s';
  DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration' LOOP
      EXECUTE format('DELETE FROM %I', name);
    END LOOP;
  END $$;
  SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence`

async function drop(server: string, name: string): Promise<void> {
  try {
    await run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  } catch (error) {
    // Who is no superuser may not end the server's own cleaners, which may be in there; without FORCE it ends
    // them itself.
    if (!(error instanceof pg.DatabaseError) || error.code !== '42501') throw error
    const ours = `datname = '${name}' AND usename = current_user`
    await run(server, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${ours}`)
    await run(server, `DROP DATABASE IF EXISTS ${name}`)
  }
}

async function run<T extends pg.QueryResultRow>(connectionString: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(statement)).rows
  } finally {
    await client.end()
  }
}
