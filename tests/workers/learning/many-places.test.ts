// Campaigns at either end: forty takeaways, and one.
import { CampaignContent } from '@wall/db/model/campaign'
import { describe, expect, test, vi } from 'vitest'
import { openTestPostgres, openTestSqlite, type TestEngine } from '../../support/database/open-test-engine.ts'
import { makeSubjectTakeaways, subjects } from '../../support/many-subjects.ts'
import { type LearningWall, openLearningWall } from '../../support/wall/learning-wall.ts'

vi.setConfig({ testTimeout: 60_000 })
const soon = { timeout: 30_000, interval: 50 }

const makeCampaign = (count: number) =>
  CampaignContent.parse({
    ...{ slug: 'test', name: 'Test campaign', hashtags: ['gardenweek'] },
    takeaways: makeSubjectTakeaways(count),
  })

async function onWall(
  open: () => Promise<TestEngine>,
  count: number,
  run: (wall: LearningWall) => Promise<void>,
): Promise<void> {
  const wall = await openLearningWall(await open(), makeCampaign(count))
  try {
    await run(wall)
  } finally {
    await wall.dispose()
  }
}

const readSuggestions = async (wall: LearningWall, post: number) =>
  (await wall.getPost(post)).filing.suggestions
const expectFirst = (wall: LearningWall, post: number, takeaway: number | null) =>
  expect.poll(async () => (await readSuggestions(wall, post))[0]?.takeaway, soon).toBe(takeaway)

describe.each([
  ['SQLite', openTestSqlite],
  ['PostgreSQL', openTestPostgres],
])('learning on %s', (_, open) => {
  test('of forty takeaways the last is learnt like the first, and a post keeps ten places with none among them', () =>
    onWall(open, 40, async (wall) => {
      await wall.startWorker('a')
      const named = await wall.arrive(`We all think of ${subjects[38]}`)
      await expectFirst(wall, named, 39)
      const next = await wall.arrive('Zinnias by the fence, and more zinnias')
      for (const index of [1, 2, 3])
        await wall.refile(await wall.arrive(`Zinnias along the fence, bed ${index}`), 40)
      await expectFirst(wall, next, 40)
      const suggestions = await readSuggestions(wall, next)
      expect(suggestions).toHaveLength(10)
      expect(suggestions.map(({ takeaway }) => takeaway)).toContain(null)
      expect(suggestions.every(({ against = [] }) => against.length <= 3)).toBe(true)
      const { near = [] } = (await wall.getPost(next)).filing
      expect(near[0]).toMatchObject({ takeaway: 40 })
      expect(near.length).toBeLessThanOrEqual(5)
      await expect.poll(async () => (await wall.readState())?.decisions, soon).toBe(3)
      expect(await wall.readState()).toMatchObject({ gate: { isOpen: false }, decided: { posts: 3 } })
    }))

  test('of one takeaway it is learnt what belongs there and what does not', () =>
    onWall(open, 1, async (wall) => {
      await wall.startWorker('a')
      const named = await wall.arrive(`We all think of ${subjects[0]}`)
      await expectFirst(wall, named, 1)
      const [flowers, trains] = [
        await wall.arrive('Zinnias by the fence, and more zinnias'),
        await wall.arrive('Locomotives on the siding, and more locomotives'),
      ]
      for (const index of [1, 2, 3]) {
        await wall.refile(await wall.arrive(`Zinnias along the fence, bed ${index}`), 1)
        await wall.refile(await wall.arrive(`Locomotives along the siding, track ${index}`), null)
      }
      await expectFirst(wall, flowers, 1)
      await expectFirst(wall, trains, null)
      expect((await readSuggestions(wall, flowers)).map(({ takeaway }) => takeaway)).toEqual([1, null])
      await expect.poll(async () => (await wall.readState())?.decisions, soon).toBe(6)
      expect(await wall.readState()).toMatchObject({ decided: { posts: 6 }, alike: [] })
    }))
})
