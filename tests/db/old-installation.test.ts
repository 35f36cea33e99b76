// An installation that an older version made (its newest migration was 0012) comes over with its posts,
// decisions, seeds and ideas. The files were filled by `tests/support/database/filled-wall.ts` as it was
// then, on SQLite and moved to PostgreSQL.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readMigrations } from '@wall/db/migrate'
import { openStore } from '@wall/db/open-store'
import BetterSqlite3 from 'better-sqlite3'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makePostgresDatabase, type TestDatabase } from '../support/database/postgres-database.ts'

type Tables = Record<string, Record<string, unknown>[]>

const readFixture = (name: string) =>
  gunzipSync(readFileSync(new URL(`../fixtures/installations/${name}.gz`, import.meta.url)))
const before: Tables = JSON.parse(readFixture('0012.postgres.json').toString())
/** As 0012 left people who were stored before it. */
const halfFolded = `UPDATE author SET display_name = 'Layla Haddád-Ruiz', handle = 'layla.school.example',
  words = 'layla haddád-ruiz layla school example' WHERE id = 1`

let dataDir: string
let database: TestDatabase | undefined
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'wall-old-'))
})
afterEach(async () => {
  await database?.drop()
  database = undefined
  rmSync(dataDir, { recursive: true, force: true })
})

test('on SQLite', async () => {
  const file = join(dataDir, 'wall.sqlite')
  writeFileSync(file, readFixture('0012.sqlite'))
  new BetterSqlite3(file).exec(halfFolded).close()
  await expectAll({ dataDir })
})

test('on PostgreSQL', async () => {
  database = await makePostgresDatabase()
  await restore(database.url)
  await expectAll({ dataDir, databaseUrl: database.url })
})

async function expectAll(options: { dataDir: string; databaseUrl?: string }): Promise<void> {
  const { store } = await openStore(options)
  try {
    const [campaign] = await store.listCampaigns()
    if (!campaign) throw new Error('no campaign')
    expect(campaign.takeaways.map(({ id, number, title }) => [id, number, title])).toEqual(
      [1, 2, 3].map((number) => [number, number, `Takeaway ${number}`]),
    )
    const rows = before.post ?? []
    const posts = await store.findPosts(rows.map(({ id }) => Number(id)))
    expect(posts).toHaveLength(60)
    for (const post of posts) {
      const row = rows.find(({ id }) => id === post.id)
      expect(post).toMatchObject({
        ...{ uri: row?.uri, text: row?.text, standing: row?.standing, version: row?.version },
        filing: { takeaway: row?.takeaway },
      })
    }
    expect(posts.filter(({ text }) => text === '')).toHaveLength(3)
    expect(await store.lastSeq(campaign.id)).toBe(before.event?.length)
    expect((await store.eventsAfter(campaign.id, 0, 1000)).map(({ kind }) => kind)).toEqual(
      before.event?.toSorted((a, b) => Number(a.seq) - Number(b.seq)).map(({ kind }) => kind),
    )
    const decided = (await Promise.all(posts.map(({ id }) => store.listDecisions(campaign.id, id)))).flat()
    expect(decided).toHaveLength(before.decision?.length ?? 0)
    // Seeds went by number then, which is the id of each since.
    const seeds = JSON.stringify(before.filing_seeds?.[0]?.seeds).replaceAll('"number"', '"id"')
    expect((await store.readSeeds(campaign.id))?.seeds).toEqual(JSON.parse(seeds))
    const groups = await store.listIdeaGroups(campaign.id)
    expect(groups.map(({ name }) => name).toSorted()).toEqual(
      before.idea_group?.map(({ name }) => String(name)).toSorted(),
    )
    expect(groups.map(({ name }) => name)).toContain('Ours: “ä” 👏')
    const found = await store.searchPosts({ campaignId: campaign.id, words: 'fractions', limit: 100 })
    expect(found.posts).toHaveLength(57)
    const find = async (words: string) =>
      (await store.searchPosts({ campaignId: campaign.id, words, limit: 100 })).total
    const ofLayla = rows.filter(({ author_id, text }) => author_id === 1 && text !== '').length
    expect(await Promise.all(['haddad ruiz', 'school'].map(find))).toEqual([ofLayla, 0])
  } finally {
    await store.close()
  }
}

/** The database as it was then: its own migrations, and its rows as they were. */
async function restore(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const then = new Set(before.migration?.map(({ name }) => name))
    await client.query(
      'CREATE TABLE migration (name text PRIMARY KEY, hash text NOT NULL, applied_at bigint NOT NULL)',
    )
    for (const { name, sql } of readMigrations('postgres')) if (then.has(name)) await client.query(sql)
    // No order of tables satisfies every reference between them.
    await client.query('SET session_replication_role = replica')
    for (const [table, rows] of Object.entries(before)) {
      if (rows.length === 0) continue
      const { rows: columns } = await client.query<{ name: string }>(
        `SELECT column_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
        [table],
      )
      const names = columns.map(({ name }) => `"${name}"`).join(', ')
      await client.query(
        `INSERT INTO "${table}" (${names}) SELECT ${names} FROM jsonb_populate_recordset(NULL::"${table}", $1)
         ON CONFLICT DO NOTHING`,
        [JSON.stringify(rows)],
      )
      const { rows: counters } = await client.query<{ counter: string | null }>(
        `SELECT pg_get_serial_sequence($1, 'id') AS counter FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = $2 AND column_name = 'id'`,
        [`"${table}"`, table],
      )
      const counter = counters[0]?.counter
      if (counter) await client.query(`SELECT setval('${counter}', (SELECT max(id) FROM "${table}"))`)
    }
    await client.query(halfFolded)
  } finally {
    await client.end()
  }
}
