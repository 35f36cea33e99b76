// Whether a post may be shown is one function and one condition for the database: both say the same of every
// post, whatever happened to it, and so does everything that shows or counts posts.
import { isErased, isPassing, isShown, isVisible, whyHidden } from '@wall/db/model/visibility'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import {
  whereErased,
  whereNotErased,
  wherePassing,
  whereShown,
  whereVisible,
} from '@wall/db/store/visibility'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCommandRunner } from '../support/database/command-runner.ts'
import { fillWall } from '../support/database/fill-wall.ts'
import { openTestPostgres, openTestSqlite, type TestEngine } from '../support/database/open-test-engine.ts'
import { anyWrite } from '../support/database/store-commands.ts'

const sequences = Number(process.env.DIFFERENTIAL_SEQUENCES ?? 3)

async function readAll({ engine: { reader, tables } }: TestEngine) {
  const { post, author, campaign } = tables
  return reader
    .select({ post, author, unreleased: campaign.unreleased })
    .from(post)
    .innerJoin(author, eq(post.authorId, author.id))
    .innerJoin(campaign, eq(post.campaignId, campaign.id))
    .orderBy(post.id)
}

type Row = Awaited<ReturnType<typeof readAll>>[number]

async function readShownByAll(
  store: Store,
  { engine: { reader, tables } }: TestEngine,
  rows: readonly Row[],
) {
  const media = await reader.select().from(tables.media)
  const shownMedia = new Set<number>()
  const shownAvatars = new Set<number>()
  for (const { id, postId } of media) if ((await store.findMedia(id))?.isShown) shownMedia.add(postId)
  for (const { author } of rows) if ((await store.findAvatar(author.id))?.isShown) shownAvatars.add(author.id)
  const perCampaign = []
  for (const { id } of await store.listCampaigns()) {
    const { posts, counts } = await store.readWall(id, 1000)
    const pages = []
    for (const takeaway of [null, 1, 2, 3])
      pages.push(...(await store.listShown(id, takeaway, undefined, 1000)).posts)
    const approved = await store.searchPosts({ campaignId: id, words: '', standing: 'approved', limit: 1000 })
    const sums = (record: Record<string, number>) => Object.values(record).reduce((sum, one) => sum + one, 0)
    perCampaign.push({
      id,
      wall: idsOf(posts),
      pages: idsOf(pages),
      search: idsOf(approved.posts.filter(isShown)),
      counts: [sums(counts), sums(await store.countShown(id))],
      overview: (await store.readOverview(id, { since: 0, offsetMinutes: 0 })).totals.shown,
    })
  }
  return { shownMedia, shownAvatars, perCampaign, media }
}

const idsOf = (posts: readonly { id: number }[]) => posts.map(({ id }) => id).sort((a, b) => a - b)

let seen = { shown: 0, hidden: 0 }

test.each([
  ['SQLite', openTestSqlite],
  ['PostgreSQL', openTestPostgres],
])(
  'on %s every way to show a post agrees with the one rule',
  async (_, open) => {
    seen = { shown: 0, hidden: 0 }
    const property = fc.asyncProperty(
      fc.array(anyWrite, { minLength: 8, maxLength: 24, size: 'max' }),
      async (commands) => {
        const opened = await open()
        try {
          const runner = await createCommandRunner(opened.engine)
          for (const command of fillWall) await runner.run(command)
          await expectAgreement(opened)
          for (const [index, command] of commands.entries()) {
            await runner.run(command)
            if (index % 6 === 5) await expectAgreement(opened)
          }
        } finally {
          await opened.dispose()
        }
      },
    )
    const seed = process.env.DIFFERENTIAL_SEED
    await fc.assert(property, { numRuns: sequences, ...(seed ? { seed: Number(seed) } : {}) })
    expect(seen.shown).toBeGreaterThan(0)
    expect(seen.hidden).toBeGreaterThan(0)
  },
  120_000,
)

async function expectAgreement(opened: TestEngine): Promise<void> {
  const { engine } = opened
  const { post } = engine.tables
  const rows = await readAll(opened)
  for (const { post: row, author, unreleased } of rows)
    expect({ uri: row.uri, why: row.hiddenWhy }).toEqual({
      uri: row.uri,
      why: whyHidden({ ...row, author, unreleased }),
    })
  const conditions = [
    [isVisible, whereVisible],
    [isShown, whereShown],
    [isPassing, wherePassing],
    [isErased, whereErased],
    [(row: Row['post']) => !isErased(row), whereNotErased],
  ] as const
  for (const [rule, where] of conditions) {
    const found = await engine.reader.select({ id: post.id }).from(post).where(where(engine.tables))
    expect(idsOf(found)).toEqual(idsOf(rows.map((row) => row.post).filter(rule)))
  }
  const shown = rows.filter((row) => isShown(row.post))
  seen.shown += shown.length
  seen.hidden += rows.filter((row) => row.post.standing === 'approved').length - shown.length
  const told = await readShownByAll(createStore(engine), opened, rows)
  const shownIds = new Set(shown.map((row) => row.post.id))
  const withMedia = new Set(told.media.map(({ postId }) => postId).filter((id) => shownIds.has(id)))
  expect(told.shownMedia).toEqual(withMedia)
  const pictured = shown.filter(({ author }) => author.avatarUrl).map(({ author }) => author.id)
  expect(told.shownAvatars).toEqual(new Set(pictured))
  for (const { id, ...one } of told.perCampaign) {
    const ids = idsOf(shown.map((row) => row.post).filter(({ campaignId }) => campaignId === id))
    expect(one).toEqual({
      ...{ wall: ids, pages: ids, search: ids },
      ...{ counts: [ids.length, ids.length], overview: ids.length },
    })
  }
}
