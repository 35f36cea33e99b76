import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { moveWall } from '@wall/db/move/move-wall'
import { openStore } from '@wall/db/open-store'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { filledContent, fillWall } from '../support/database/filled-wall.ts'
import { makePostgresDatabase, type TestDatabase } from '../support/database/postgres-database.ts'
import { makeBatch, makePost } from '../support/database/posts.ts'

let database: TestDatabase
let dataDir: string
beforeEach(async () => {
  database = await makePostgresDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'wall-move-'))
})
afterEach(async () => {
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

test('an address that once stood for a picture, and a group’s number, are not given out again', async () => {
  const picture = (number: number) =>
    makePost({
      uri: `at://did:plc:ana/app.bsky.feed.post/${number}`,
      media: [{ kind: 'image', url: `https://cdn.example/${number}`, alt: '', width: null, height: null }],
    })
  const old = await openStore({ dataDir })
  const { campaign } = await old.store.saveCampaign(filledContent)
  const source = await old.store.ensureSource(campaign.id, 'bluesky', {})
  await old.store.recordBatch(source.id, makeBatch({ posts: [picture(1), picture(2)] }))
  const { ideaGroup } = old.engine.tables
  await old.engine.transaction(async ({ db }) => {
    const group = { ...{ campaignId: campaign.id, takeaway: 1, name: '' }, isKept: false, createdAt: 1 }
    await db.insert(ideaGroup).values({ ...group, namedBy: null, namePostId: null })
    await db.delete(ideaGroup)
  })
  const { network, uri } = picture(2)
  const removals = [{ network, uri, rev: '3z', why: 'deleted' as const }]
  await old.store.recordBatch(source.id, makeBatch({ removals }))
  await old.store.close()

  await moveWall({ dataDir, databaseUrl: database.url })
  const moved = await openStore({ dataDir, databaseUrl: database.url })
  await moved.store.recordBatch(source.id, makeBatch({ posts: [picture(3)] }))
  const [post] = await moved.store.findPosts([3])
  expect(post?.media).toMatchObject([{ id: 3, alt: '' }])
  expect(await database.query("SELECT nextval('idea_group_id_seq')::int AS next")).toEqual([{ next: 2 }])
  await moved.store.close()
})

test('one step of a large wall may take longer than anything else may', async () => {
  await fillWall(dataDir, { posts: 3 })
  await (await openStore({ dataDir, databaseUrl: database.url })).store.close()
  await database.query(
    "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(2); RETURN NEW; END'",
  )
  await database.query(
    'CREATE TRIGGER dawdle AFTER INSERT ON author FOR EACH STATEMENT EXECUTE FUNCTION dawdle()',
  )
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const move = moveWall({ dataDir, databaseUrl: database.url })
    const dawdling =
      "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
    await expect.poll(() => database.query(dawdling)).toHaveLength(1)
    vi.advanceTimersByTime(10 * 60_000)
    expect(await move).toMatchObject({ outcome: 'moved' })
  } finally {
    vi.useRealTimers()
  }
})
