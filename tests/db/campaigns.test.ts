import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres } from '@wall/db/engines/postgres'
import { openSqlite } from '@wall/db/engines/sqlite'
import { readMigrations } from '@wall/db/migrate'
import { createStore } from '@wall/db/store/create-store'
import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { describeCampaigns } from '../contracts/campaigns.ts'
import { openTestPostgres, openTestSqlite } from '../support/database/open-test-engine.ts'
import { makePostgresDatabase } from '../support/database/postgres-database.ts'

describeCampaigns('SQLite', openTestSqlite)
describeCampaigns('PostgreSQL', openTestPostgres)

const takeaway = (number: number, slug: string) => ({ number, slug, title: 'Ünïcode 👏 “title”' })
const json = (value: unknown) => `'${JSON.stringify(value)}'`

/** A wall of before takeaways had ids: 9 was removed, and what was decided under it is still known. */
const old = `
  INSERT INTO campaign (id, slug, content, unreleased, created_at) VALUES
    (1, 'test', ${json({ slug: 'test', name: 'Test', hashtags: ['tag'], takeaways: [takeaway(4, 'b'), takeaway(2, 'a')] })}, '[2]', 1),
    (2, 'empty', ${json({ slug: 'empty', name: 'Empty', hashtags: ['tag'], takeaways: [] })}, '[]', 1);
  INSERT INTO log_head (campaign_id, seq) VALUES (1, 0), (2, 0);
  INSERT INTO takeaway (campaign_id, number, slug, title) VALUES (1, 4, 'b', 'B'), (1, 2, 'a', 'A');
  INSERT INTO source (id, campaign_id, kind, settings, status) VALUES (1, 1, 'bluesky', '{}', '{}');
  INSERT INTO author (id, network, network_id, standing, wishes, labels) VALUES (1, 'bluesky', 'did:plc:ana', 'active', 'public', '[]');
  INSERT INTO post (id, campaign_id, source_id, author_id, network, uri, cid, text, body, words, link, self_labels, labels, created_at, sort_at,
    received_at, standing, stood_at, version, check_attempts, takeaway, filed_by, filing_confidence, filing_reason, suggestions)
    VALUES (1, 1, 1, 1, 'bluesky', 'at://a', 'c', 'Hi', '[]', 'hi', 'https://a.example', '[]', '[]', 1, 1, 1, 'pending', 1, 1, 0, 4, 'rule', 1, '', '[]');
  INSERT INTO decision (campaign_id, post_id, kind, at, before, after, version)
    VALUES (1, 1, 'refile', 1, ${json({ takeaway: 9 })}, ${json({ takeaway: null })}, 1);
  INSERT INTO filing_seeds (campaign_id, seeds, saved_at, version) VALUES
    (1, ${json({ takeaways: [{ number: 2, examples: ['“ä” 👏'], keywords: [] }], none: ['Thanks'] })}, 1, 1);`

async function expectBroughtOver(store: ReturnType<typeof createStore>): Promise<void> {
  const campaign = await store.getCampaign('test')
  expect(campaign.takeaways).toEqual([
    { ...takeaway(4, 'b'), id: 4 },
    { ...takeaway(2, 'a'), id: 2 },
  ])
  expect(campaign.unreleased).toEqual([2])
  expect((await store.getCampaign('empty')).takeaways).toEqual([])
  expect((await store.findPosts([1]))[0]?.filing).toMatchObject({ takeaway: 4, by: 'rule' })
  expect((await store.readSeeds(1))?.seeds).toEqual({
    takeaways: [{ id: 2, examples: ['“ä” 👏'], keywords: [] }],
    none: ['Thanks'],
  })
  const { id: _, unreleased: __, ...content } = campaign
  const added = { ...content, takeaways: [...content.takeaways, { ...takeaway(9, 'c'), id: undefined }] }
  const { campaign: grown } = await store.saveCampaign(added as Parameters<typeof store.saveCampaign>[0])
  expect(grown.takeaways.map(({ id }) => id)).toEqual([4, 2, 10])
}

const before = (engine: string) => readMigrations(engine).filter(({ name }) => name < '0014')

test('a SQLite wall of before keeps its posts, decisions and seeds, and no id is one that was in use', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wall-ids-'))
  const file = join(folder, 'wall.sqlite')
  await openSqlite({ file }).close()
  rmSync(file)
  const connection = new BetterSqlite3(file)
  connection.exec(
    'CREATE TABLE migration (name TEXT PRIMARY KEY, hash TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  )
  for (const { name, hash, sql } of before('sqlite')) {
    connection.exec(sql)
    connection.prepare('INSERT INTO migration VALUES (?, ?, 1)').run(name, hash)
  }
  connection.exec(old)
  connection.close()
  const engine = openSqlite({ file })
  await expectBroughtOver(createStore(engine))
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a PostgreSQL wall of before keeps them, too', async () => {
  const database = await makePostgresDatabase()
  await database.query(
    'CREATE TABLE migration (name text PRIMARY KEY, hash text NOT NULL, applied_at bigint NOT NULL)',
  )
  for (const { name, hash, sql } of before('postgres')) {
    await database.query(sql)
    await database.query(`INSERT INTO migration VALUES ('${name}', '${hash}', 1)`)
  }
  await database.query(old)
  const engine = await openPostgres({ url: database.url })
  await expectBroughtOver(createStore(engine))
  await engine.close()
  await database.drop()
})
