import type { FilingFigures, FilingState } from '@wall/db/model/filing-state'
import { capDecisions } from '../text/cap-decisions.ts'
import { openModel } from '../text/open-model.ts'
import { trainModel } from '../text/train-model.ts'
import type { TrainingRow } from '../text/training-row.ts'
import { findAlike } from './find-alike.ts'
import { type Judged, readGate } from './gate.ts'
import type { Material, Measured, MeasuredSeeds } from './jobs.ts'
import { toOptions, toRows } from './material.ts'

const folds = 5

/** Judges each decided post by a model that had not seen it, nor any other of its author. */
export function measureModel(material: Material): Measured {
  // Where moderators disagree, the last word counts, as it does on the wall.
  const byPost = new Map(material.decisions.map((one) => [one.postId ?? one.text, one]))
  const base = toRows(material, [])
  const posts = [...byPost.values()].map((one) => ({ ...one, group: `${one.authorId}` }))
  const judged = judgeInFolds(posts, material, (held) => [
    ...base,
    ...capDecisions(material.decisions.filter((one) => !held.has(`${one.authorId}`))),
  ])
  const seeds = measureSeeds(material)
  return {
    gate: readGate(judged),
    decided: tellFigures(judged),
    seeds: seeds.figures,
    confused: judged.length > 0 ? tellConfused(judged) : seeds.confused,
    alike: seeds.alike,
  }
}

/** Judges each example of the seeds by a model that had not seen it. */
export function measureSeeds(material: Material): MeasuredSeeds {
  const rows = toRows(material, [])
  const examples = rows.filter((row) => row.kind === 'example').map((row) => ({ ...row, group: row.text }))
  const judged = judgeInFolds(examples, material, (held) =>
    rows.filter((row) => row.kind !== 'example' || !held.has(row.text)),
  )
  return { figures: tellFigures(judged), confused: tellConfused(judged), alike: findAlike(material.campaign) }
}

interface Post {
  text: string
  takeaway: number | null
  vector?: Float32Array | undefined
  /** All of one group are held out at once. */
  group: string
}

function judgeInFolds(
  posts: readonly Post[],
  material: Material,
  makeRows: (held: ReadonlySet<string>) => TrainingRow[],
): Judged[] {
  const groups = [...new Set(posts.map(({ group }) => group))].sort()
  const foldOf = new Map(groups.map((group, index) => [group, index % folds]))
  const judged: Judged[] = []
  for (let fold = 0; fold < folds; fold += 1) {
    const held = posts.filter(({ group }) => foldOf.get(group) === fold)
    if (held.length === 0) continue
    const rows = makeRows(new Set(held.map(({ group }) => group)))
    const model = openModel(trainModel(rows, toOptions(material)))
    for (const { text, takeaway, vector } of held) {
      judged.push({ is: takeaway, ranking: model.classify(text, vector).ranking })
    }
  }
  return judged
}

function tellFigures(judged: readonly Judged[]): FilingFigures | null {
  if (judged.length === 0) return null
  const isRight = ({ is, ranking }: Judged) => ranking[0]?.takeaway === is
  const share = (many: number) => many / judged.length
  const top3 = judged.filter(({ is, ranking }) => ranking.slice(0, 3).some((one) => one.takeaway === is))
  return {
    posts: judged.length,
    top1: share(judged.filter(isRight).length),
    top3: share(top3.length),
    macroF1: tellMacroF1(judged),
    noneAuroc: tellNoneAuroc(judged),
    calibrationError: tellCalibrationError(judged, isRight),
  }
}

function tellMacroF1(judged: readonly Judged[]): number {
  const places = [...new Set(judged.map(({ is }) => is))]
  const scores = places.map((place) => {
    const taken = judged.filter(({ ranking }) => ranking[0]?.takeaway === place)
    const right = taken.filter(({ is }) => is === place).length
    const are = judged.filter(({ is }) => is === place).length
    return right === 0 ? 0 : (2 * right) / (taken.length + are)
  })
  return scores.reduce((sum, score) => sum + score, 0) / (scores.length || 1)
}

function tellNoneAuroc(judged: readonly Judged[]): number | null {
  const noneOf = ({ ranking }: Judged) => ranking.find(({ takeaway }) => takeaway === null)?.confidence ?? 0
  const ranked = judged.map((one) => ({ isNone: one.is === null, score: noneOf(one) }))
  ranked.sort((a, b) => a.score - b.score)
  const none = ranked.filter(({ isNone }) => isNone).length
  const others = ranked.length - none
  if (none === 0 || others === 0) return null
  let below = 0
  let wins = 0
  for (let at = 0; at < ranked.length; ) {
    const same = ranked.slice(at).findIndex(({ score }) => score !== ranked[at]?.score)
    const end = same === -1 ? ranked.length : at + same
    const tied = ranked.slice(at, end)
    const tiedNone = tied.filter(({ isNone }) => isNone).length
    wins += tiedNone * (below + (tied.length - tiedNone) / 2)
    below += tied.length - tiedNone
    at = end
  }
  return wins / (none * others)
}

function tellCalibrationError(judged: readonly Judged[], isRight: (one: Judged) => boolean): number {
  const bins = new Map<number, Judged[]>()
  for (const one of judged) {
    const bin = Math.min(9, Math.floor((one.ranking[0]?.confidence ?? 0) * 10))
    bins.set(bin, [...(bins.get(bin) ?? []), one])
  }
  let error = 0
  for (const bin of bins.values()) {
    const sure = bin.reduce((sum, { ranking }) => sum + (ranking[0]?.confidence ?? 0), 0)
    error += Math.abs(sure - bin.filter(isRight).length)
  }
  return error / judged.length
}

function tellConfused(judged: readonly Judged[]): FilingState['confused'] {
  const pairs = new Map<string, FilingState['confused'][number]>()
  for (const { is, ranking } of judged) {
    const taken = ranking[0]?.takeaway ?? null
    if (taken === is) continue
    const key = `${is} ${taken}`
    const pair = pairs.get(key) ?? { is, taken, posts: 0 }
    pairs.set(key, { ...pair, posts: pair.posts + 1 })
  }
  return [...pairs.values()].sort((a, b) => b.posts - a.posts).slice(0, 5)
}
