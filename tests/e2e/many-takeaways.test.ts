// The moderators' room of campaigns with many takeaways and with a single one: keys reach nine, suggestions
// and buttons all.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FilingAnswer } from '@wall/api/wire/filing'
import type { QueuePost } from '@wall/api/wire/queue'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { findButton, seeFront } from '../support/browser/moderators-room.ts'
import { type Stage, useStage } from '../support/browser/stage.ts'
import { makeSubjectTakeaways, subjects } from '../support/many-subjects.ts'
import { startWall } from '../support/wall/running-wall.ts'

const tag = '#rethinkingintervention'
const learnMs = 40_000

describe('of forty takeaways', () => {
  const stage = useStage(() => startCampaign(40))
  beforeEach(() => stage.wall.emptyQueue())

  test('each can be chosen, suggested and asked about, and digits reach the first nine', async () => {
    const post = await stage.wall.post(1, `Let us talk about ${subjects[32]} ${tag}`)
    await expectSuggested(stage, post, 33)
    const desk = await openDesk(stage, post)
    const files = desk.getByRole('group', { name: 'File under' }).getByRole('button')
    expect(await files.count()).toBe(41)

    await pressUntil(stage, desk, post, 'f', 33)
    // Only two rows of buttons are in sight: where the post stands is among them.
    const isPressedInSight = () =>
      desk.getByRole('group', { name: 'File under' }).evaluate((group) => {
        const box = group.getBoundingClientRect()
        const pressed = group.querySelector('[aria-pressed="true"]')?.getBoundingClientRect()
        return pressed !== undefined && pressed.top >= box.top && pressed.bottom <= box.bottom
      })
    await expect.poll(isPressedInSight).toBe(true)
    await findButton(desk, `File under takeaway 40: About ${subjects[39]}`).click()
    await expectPlace(stage, post, 40)
    await desk.keyboard.press('9')
    await expectPlace(stage, post, 9)
    await desk.keyboard.press('0')
    await expectPlace(stage, post, null)

    await desk.keyboard.press('w')
    const answer = desk.locator('.why-not-answer')
    await findButton(desk, 'Why not takeaway 33?').click()
    await answer.getByText('Speaks for it:').waitFor()
    await findButton(desk, 'Why not takeaway 40?').click()
    await answer.getByText(`About ${subjects[39]}`).waitFor()
  })

  test('on a phone the answer stays in sight above the bar, and nothing sticks out', async () => {
    const post = await stage.wall.post(2, `A word on ${subjects[11]} ${tag}`)
    const desk = await openDesk(stage, post, { width: 390, height: 844 })
    const seen = await desk.evaluate(() => {
      const bar = document.querySelector('.room-bar')?.getBoundingClientRect()
      return { wide: document.documentElement.scrollWidth, bar: bar?.height ?? 0 }
    })
    expect(seen.wide).toBeLessThanOrEqual(390)
    expect(seen.bar).toBeLessThanOrEqual(844 / 2)
    await findButton(desk, `File under takeaway 40: About ${subjects[39]}`).click()
    await expectPlace(stage, post, 40)
  })
})

describe('of one takeaway', () => {
  const stage = useStage(() => startCampaign(1))

  test('it is offered beside none, and both are a key away', async () => {
    const post = await stage.wall.post(1, `Let us talk about ${subjects[0]} ${tag}`)
    await expectSuggested(stage, post, 1)
    const desk = await openDesk(stage, post)
    const chips = desk.getByRole('group', { name: /^(Suggestions|Or rather)$/ }).getByRole('button')
    expect(await chips.count()).toBe(2)
    await pressUntil(stage, desk, post, 'f', 1)
    await pressUntil(stage, desk, post, 'g', null)
    // There is no third, and no second takeaway.
    for (const key of ['h', '2']) await desk.keyboard.press(key)
    await desk.keyboard.press('1')
    await expectPlace(stage, post, 1)
    await desk.keyboard.press('w')
    await desk.locator('.why-not-answer').getByText('None of them').waitFor()
  })
})

async function startCampaign(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'wall-campaign-'))
  const file = join(folder, 'campaign.json')
  const { slug, name, hashtags } = builtInCampaign()
  const takeaways = makeSubjectTakeaways(count)
  writeFileSync(file, JSON.stringify({ slug, name, hashtags, takeaways }))
  const wall = await startWall({}, { CAMPAIGN_FILE: file })
  return {
    ...wall,
    async close() {
      await wall.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openDesk(
  { pages, wall }: Stage,
  post: QueuePost,
  viewport?: { width: number; height: number },
): Promise<Page> {
  const desk = await pages.open('/moderate', { cookie: wall.admin.cookie, ...(viewport && { viewport }) })
  await desk.getByRole('article').waitFor()
  await seeFront(desk, post)
  return desk
}

/** The newest model has looked at it: nothing changes by itself now. */
async function expectSuggested({ wall }: Stage, post: QueuePost, takeaway: number): Promise<void> {
  const path = '/api/campaigns/rethinking-intervention/filing'
  const isSettled = async () => {
    const { state, behind } = await wall.admin.get<FilingAnswer>(path)
    return state !== null && behind === 0
  }
  await expect.poll(isSettled, { timeout: learnMs, interval: 250 }).toBe(true)
  const first = async () => (await wall.admin.getPost(post.id)).filing.suggestions[0]?.takeaway
  await expect.poll(first, { timeout: learnMs, interval: 250 }).toBe(takeaway)
}

/** Again when it is not taken: just after the suggestions changed a key may be meant for the ones before. */
async function pressUntil(stage: Stage, desk: Page, post: QueuePost, key: string, takeaway: number | null) {
  await expect
    .poll(
      async () => {
        await desk.keyboard.press(key)
        await new Promise((resolve) => setTimeout(resolve, 500))
        return (await stage.wall.admin.getPost(post.id)).takeaway
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBe(takeaway)
}

async function expectPlace({ wall }: Stage, post: QueuePost, takeaway: number | null): Promise<void> {
  const place = async () => (await wall.admin.getPost(post.id)).takeaway
  await expect.poll(place, { timeout: 30_000 }).toBe(takeaway)
}
