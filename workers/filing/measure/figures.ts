import { tellAuroc } from './auroc.ts'
import { bestTakeaway, type Judged } from './judged.ts'

/**
 * How good a model is on posts that it did not learn from. Shares from 0 to 1; null where there was nothing
 * to measure.
 */
export interface Figures {
  posts: number
  /** Of the posts that belong to a takeaway: the best takeaway is right ("none" left aside). */
  top1: number | null
  /** … or is among the best three. */
  top3: number | null
  /** Mean over the takeaways of F1, "none" left aside. */
  macroF1: number | null
  /** The same over all posts, with "none" as one of the answers. */
  macroF1WithNone: number | null
  /**
   * The largest share of all posts that could be filed, surest first, at this precision; a filed "none" is
   * wrong.
   */
  coverage80: number
  coverage90: number
  coverage95: number
  /** The chance that a post of none is more "none" than one of a takeaway. */
  noneAuroc: number | null
  /** Mean gap between how sure the best answer was and how often it was right, over ten bands. */
  reliabilityError: number
  languages: Record<string, { posts: number; top1: number | null; top3: number | null }>
}

export function measureFigures(judged: readonly Judged[]): Figures {
  const onTopic = judged.filter(({ truth }) => truth !== null)
  const languages = [...new Set(judged.map(({ lang }) => lang ?? '?'))].sort()
  const filed = judged.map((one) => ({ truth: one.truth, answer: bestTakeaway(one)?.takeaway ?? null }))
  return {
    posts: judged.length,
    top1: shareWithin(onTopic, 1),
    top3: shareWithin(onTopic, 3),
    macroF1: macroF1(filed.filter(({ truth }) => truth !== null)),
    macroF1WithNone: macroF1(
      judged.map(({ truth, ranking }) => ({ truth, answer: ranking[0]?.takeaway ?? null })),
    ),
    coverage80: measureCoverage(judged, 0.8),
    coverage90: measureCoverage(judged, 0.9),
    coverage95: measureCoverage(judged, 0.95),
    noneAuroc: measureNoneAuroc(judged),
    reliabilityError: measureReliability(judged),
    languages: Object.fromEntries(
      languages.map((lang) => {
        const those = onTopic.filter((one) => (one.lang ?? '?') === lang)
        return [lang, { posts: those.length, top1: shareWithin(those, 1), top3: shareWithin(those, 3) }]
      }),
    ),
  }
}

function shareWithin(judged: readonly Judged[], places: number): number | null {
  if (judged.length === 0) return null
  const hits = judged.filter(({ truth, ranking }) =>
    ranking
      .filter(({ takeaway }) => takeaway !== null)
      .slice(0, places)
      .some(({ takeaway }) => takeaway === truth),
  )
  return hits.length / judged.length
}

function macroF1(answers: readonly { truth: number | null; answer: number | null }[]): number | null {
  const classes = [...new Set(answers.map(({ truth }) => truth))]
  if (classes.length === 0) return null
  const scores = classes.map((one) => {
    const right = answers.filter(({ truth, answer }) => truth === one && answer === one).length
    const named = answers.filter(({ truth, answer }) => truth === one || answer === one).length
    return (2 * right) / (right + named)
  })
  return scores.reduce((so, score) => so + score, 0) / classes.length
}

function measureCoverage(judged: readonly Judged[], precision: number): number {
  const filed = judged
    .map((one) => ({ best: bestTakeaway(one), truth: one.truth }))
    .sort((a, b) => (b.best?.confidence ?? 0) - (a.best?.confidence ?? 0))
  let right = 0
  let most = 0
  for (const [index, { best, truth }] of filed.entries()) {
    if (best && best.takeaway === truth) right += 1
    if (right / (index + 1) >= precision) most = index + 1
  }
  return judged.length === 0 ? 0 : most / judged.length
}

function measureNoneAuroc(judged: readonly Judged[]): number | null {
  const sureness = ({ ranking }: Judged) => ranking.find(({ takeaway }) => takeaway === null)?.confidence ?? 0
  return tellAuroc(judged.map((one) => ({ score: sureness(one), isTrue: one.truth === null })))
}

function measureReliability(judged: readonly Judged[]): number {
  const bands = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }))
  for (const { truth, ranking } of judged) {
    const { takeaway, confidence } = ranking[0] ?? { takeaway: null, confidence: 0 }
    const band = bands[Math.min(9, Math.floor(confidence * 10))]
    if (!band) continue
    band.sure += confidence
    band.right += takeaway === truth ? 1 : 0
  }
  const gap = bands.reduce((so, { sure, right }) => so + Math.abs(sure - right), 0)
  return judged.length === 0 ? 0 : gap / judged.length
}
