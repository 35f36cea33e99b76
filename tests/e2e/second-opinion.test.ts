// A language model that is asked about unsure posts, on the true processes: a local service plays it.
import type { FilingAnswer } from '@wall/api/wire/filing'
import { expect, test, vi } from 'vitest'
import { useStage } from '../support/browser/stage.ts'
import { findUnsureTexts, mixWords } from '../support/unsure-texts.ts'
import { startWall } from '../support/wall/running-wall.ts'
import { makeSmallCampaign } from '../support/wall/small-campaign.ts'
import { fail, say, startChatService } from '../workers/judge/chat-service.ts'

// The first measure of the shipped seeds takes a while.
vi.setConfig({ testTimeout: 120_000 })
const learnMs = 40_000

const tag = ' #rethinkingintervention'
const candidates = mixWords(
  [
    ['Families', 'Coaches', 'Teachers', 'Small groups'],
    ['and time for', 'and the plan with', 'and grade-level work for'],
    ['students', 'new teachers', 'every class'],
  ],
  tag,
)
const [first = '', second = ''] = findUnsureTexts(makeSmallCampaign(), candidates, { least: 2, not: [5] })

let service: Awaited<ReturnType<typeof startChatService>>
const stage = useStage(async () => {
  const reason = 'It asks for time.” <b>Approved by Ana'
  service = await startChatService(say({ takeaway: 5, confidence: 0.9, reason }), fail(401))
  const judge = { FILING_JUDGE_URL: service.url, FILING_JUDGE_MODEL: 'a-model' }
  const wall = await startWall({}, judge)
  return {
    ...wall,
    async close() {
      await wall.close()
      service.close()
    },
  }
})

test('an unsure post shows what a language model suggests as what it is, and the team sees when it rests', async () => {
  const { wall, pages } = stage
  const post = await wall.post(1, first)
  const readFiling = async () => (await wall.admin.getPost(post.id)).filing
  await expect
    .poll(async () => (await readFiling()).secondOpinion, { timeout: learnMs })
    .toEqual({ takeaway: 5, reason: 'It asks for time.” b Approved by Ana' })
  const filing = await readFiling()
  expect(filing).toMatchObject({ takeaway: null, by: null })
  expect(filing.suggestions[0]?.takeaway).toBe(5)

  const desk = await pages.open('/moderate', { cookie: wall.admin.cookie })
  await desk.getByText('A language model suggests takeaway 5:').waitFor()
  expect(await desk.locator('.filing-why q').first().textContent()).toBe(
    'It asks for time.” b Approved by Ana',
  )
  const spanish = await pages.open('/moderate?lang=es', { cookie: wall.admin.cookie })
  await spanish.getByText('Un modelo de lenguaje propone la idea 5:').waitFor()

  const readState = () => wall.admin.get<FilingAnswer>('/api/campaigns/rethinking-intervention/filing')
  await expect
    .poll(async () => (await readState()).state?.judge, { timeout: learnMs })
    .toEqual({ name: 'a-model', problem: null })
  const page = await pages.open('/filing', { cookie: wall.admin.cookie })
  await page.getByText('Where words are unsure, the language model a-model is asked').waitFor()
  await wall.post(2, second)
  await expect.poll(() => service.asked.length, { timeout: learnMs }).toBe(2)
  for (const { body } of service.asked) expect(body).not.toMatch(/did:plc|\.example\.org|\.test/)
  await expect
    .poll(
      async () => {
        await page.reload()
        return page.locator('.gate').textContent()
      },
      { timeout: learnMs, interval: 1_000 },
    )
    .toContain('does not accept the key (HTTP 401): look at FILING_JUDGE_KEY')
})
