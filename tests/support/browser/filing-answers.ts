// Answers of the filing's addresses in states that a small wall does not come into by itself.
import type { FilingStateView, MeasureAnswer, SeedsAnswer, SeedsView } from '@wall/api/wire/filing'
import type { FilingView, QueuePage } from '@wall/api/wire/queue'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { seedsFor } from '@wall/db/campaigns/seeds'
import type { BrowserContext, Page } from 'playwright-core'
import { marked } from './pages.ts'

const base = '**/api/campaigns/*/filing'

export function makeFilingState(changes: Partial<FilingStateView> = {}): FilingStateView {
  return {
    model: 'made-up',
    encoder: null,
    encoderNote: null,
    judge: null,
    fittedAt: new Date().toISOString(),
    fitMs: 640,
    decisions: 34,
    agreed: 0,
    gate: {
      isOpen: false,
      why: 'too_few',
      threshold: null,
      posts: 12,
      right: 11,
      wilson: 0.65,
      target: 0.9,
    },
    decided: {
      posts: 34,
      top1: 0.71,
      top3: 0.94,
      macroF1: 0.68,
      noneAuroc: 0.86,
      calibrationError: 0.08,
    },
    seeds: { posts: 214, top1: 0.78, top3: 0.96, macroF1: 0.77, noneAuroc: 0.9, calibrationError: 0.06 },
    confused: [
      { is: 3, taken: 5, posts: 4 },
      { is: null, taken: 4, posts: 3 },
      { is: 1, taken: 6, posts: 1 },
    ],
    alike: [{ a: 3, b: 4, likeness: 0.81 }],
    ...changes,
  }
}

/** The built-in campaign's own, as they are shipped. */
export function listShippedSeeds(): SeedsView {
  const campaign = builtInCampaign()
  const { takeaways, none } = seedsFor(campaign, campaign)
  return {
    takeaways: campaign.takeaways.map(({ id }) => ({
      id,
      examples: takeaways.get(id)?.examples.map(({ text }) => text) ?? [],
      keywords: takeaways.get(id)?.keywords.map(({ text }) => text) ?? [],
    })),
    none: none.map(({ text }) => text),
  }
}

export function makeSeedsAnswer(changes: Partial<SeedsAnswer> = {}): SeedsAnswer {
  const shipped = listShippedSeeds()
  return { version: 0, savedAt: null, savedBy: null, seeds: shipped, shipped, ...changes }
}

/** So few that a keyboard gets through them. */
export function makeShortSeeds(): SeedsView {
  const { takeaways, none } = listShippedSeeds()
  return {
    takeaways: takeaways.map(({ id, examples, keywords }) => ({
      id,
      examples: examples.slice(0, 3),
      keywords: [...keywords.slice(0, 2), 'la evaluación diaria'],
    })),
    none: none.slice(0, 3),
  }
}

/** More lines, better score: enough to see it move. */
export function makeMeasure(seeds: SeedsView): MeasureAnswer {
  const posts = seeds.takeaways.reduce((sum, { examples }) => sum + examples.length, seeds.none.length)
  const figures = makeFilingState().seeds
  const top1 = Math.min(0.99, 0.6 + posts / 1000)
  return {
    figures: figures && { ...figures, posts, top1, top3: Math.min(1, top1 + 0.18) },
    confused: [
      { is: 3, taken: 5, posts: 6 },
      { is: 1, taken: 4, posts: 2 },
    ],
    alike: [{ a: 3, b: 4, likeness: 0.81 }],
  }
}

/** A filing whose reasons are all there, as learning gives them. */
export const suggestedFiling: Partial<FilingView> = {
  takeaway: null,
  by: null,
  confidence: 0.64,
  reason: 'no takeaway is named; its words sound most like takeaway 2',
  suggestions: [
    { takeaway: 2, confidence: 0.64, words: ['coaches', 'new teachers'], against: ['families'] },
    { takeaway: null, confidence: 0.31, words: ['time'], against: ['teachers'] },
    { takeaway: 1, confidence: 0.12, words: ['families', 'students'], against: ['plan'] },
    { takeaway: 5, confidence: 0.04, words: [], against: ['coaches'] },
  ],
  near: [
    {
      takeaway: 2,
      postId: 1,
      text: 'A coach who plans with a new teacher every week is worth three workshops.',
    },
    { takeaway: 1, postId: null, text: 'Que las familias entren en la escuela.' },
  ],
  disagreement: [
    { by: 'Ana', takeaway: 2 },
    { by: 'Ben', takeaway: 4 },
  ],
}

export interface FilingAnswers {
  state?: FilingStateView | null
  seeds?: SeedsAnswer
  /** Every answer of these fails as if the server were gone. */
  gone?: readonly ('state' | 'seeds' | 'measure')[]
}

/** The page gets these instead of the server's answers. */
export async function routeFiling(page: Page | BrowserContext, answers: FilingAnswers = {}): Promise<void> {
  const isGone = (part: 'state' | 'seeds' | 'measure') => answers.gone?.includes(part) ?? false
  const state = answers.state === undefined ? makeFilingState() : answers.state
  await page.route(base, (route) =>
    isGone('state')
      ? route.abort()
      : route.fulfill({
          headers: marked,
          json: { state, waiting: 9, behind: 2, seedsVersion: answers.seeds?.version ?? 0 },
        }),
  )
  await page.route(`${base}/seeds`, (route) =>
    isGone('seeds')
      ? route.abort()
      : route.fulfill({ headers: marked, json: answers.seeds ?? makeSeedsAnswer() }),
  )
  await page.route(`${base}/measure`, (route) => {
    if (isGone('measure')) return route.abort()
    const { seeds } = route.request().postDataJSON() as { seeds: SeedsView }
    const body = `${JSON.stringify({ answer: makeMeasure(seeds) })}\n`
    return route.fulfill({ headers: marked, contentType: 'application/x-ndjson', body })
  })
}

/** The queue is the server's, but the posts are filed like this. */
export async function routeQueueFiling(
  page: Page | BrowserContext,
  filing: Partial<FilingView>,
): Promise<void> {
  await page.route('**/api/campaigns/*/queue?*', async (route) => {
    const response = await route.fetch()
    const queue = (await response.json()) as QueuePage
    const posts = queue.posts.map((post) => ({
      ...post,
      takeaway: filing.takeaway === undefined ? post.takeaway : filing.takeaway,
      filing: { ...post.filing, ...filing },
    }))
    await route.fulfill({ response, json: { ...queue, posts } })
  })
}
