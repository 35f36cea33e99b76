import type { FilingFigures, FilingState } from '@wall/db/model/filing/filing-state'
import { measureFigures } from '../measure/figures.ts'
import { readGate } from '../measure/gate.ts'
import type { Judged } from '../measure/judged.ts'
import { findSameMeaning } from '../measure/same-meaning.ts'
import { capDecisions } from '../text/cap-decisions.ts'
import { openModel } from '../text/open-model.ts'
import { toPlainKey } from '../text/plain-key.ts'
import { trainModel } from '../text/train-model.ts'
import type { TrainingRow } from '../text/training-row.ts'
import { takeIndependent } from './evidence.ts'
import type { Material, Measured, MeasuredPart, MeasuredSeeds } from './jobs.ts'
import { toOptions, toRows } from './material.ts'

/**
 * Decided posts are few and count; of the seeds there are thousands, and somebody may be waiting for their
 * score.
 */
const folds = { decided: 5, seeds: 3 }

/**
 * Judges each decided post by a model that had not seen it, nor any other of its author or of its words. To
 * the gate a rejected post that nobody placed belongs nowhere: who shows what fits and turns down adverts
 * would otherwise prove nothing of adverts; and one text, or one author, proves little however often it
 * comes. Who agreed with a proposal proves nothing: that may have been careless. `known`: what the seeds
 * alone were found to be worth, where nothing of them has changed since.
 */
export function measureModel(material: Material, known?: MeasuredSeeds, steps: Steps = {}): Measured {
  const seeds = known ?? measureSeeds(material, { onStep: steps.onStep })
  // Where moderators disagree, the last word counts, as it does on the wall.
  const chosen = material.decisions.filter(({ wasProposed }) => !wasProposed)
  const byPost = new Map(chosen.map((one) => [one.postId ?? one.text, one]))
  const turnedDown = material.turnedDown.filter(({ postId }) => !byPost.has(postId ?? ''))
  const posts = [
    ...[...byPost.values()].map((one) => ({ ...one, isPlaced: true })),
    ...turnedDown.map((one) => ({ ...one, takeaway: null, isPlaced: false })),
  ]
  const base = toRows(material, [])
  const all = judgeInFolds(
    posts.map((one) => ({ ...one, group: `${one.authorId}` })),
    material,
    folds.decided,
    (authors, held) => {
      const texts = new Set(held.map(({ text }) => toPlainKey(text)))
      const isHeld = ({ text }: { text: string }) => texts.has(toPlainKey(text))
      return [
        // Who pastes posts of the wall into the seeds does not prove them by that.
        ...base.filter((row) => row.kind !== 'example' || !isHeld(row)),
        ...capDecisions(material.decisions.filter((one) => !authors.has(`${one.authorId}`) && !isHeld(one))),
      ]
    },
    steps.onStep,
  )
  const judged = all.filter(({ post }) => post.isPlaced)
  // The newest first, of what people placed and of the rest.
  const evidence = new Set(
    takeIndependent([...posts.filter(({ isPlaced }) => isPlaced).reverse(), ...turnedDown]).map(nameSame),
  )
  return {
    gate: readGate(
      all.filter(({ post }) => evidence.has(nameSame(post))),
      material.campaign.filingTarget,
    ),
    decided: tellFigures(judged),
    seeds: seeds.figures,
    confused: judged.length > 0 ? tellConfused(judged) : seeds.confused,
    alike: seeds.alike,
    ofSeeds: seeds,
  }
}

/** Judges each example of the seeds by a model that had not seen it. */
export function measureSeeds(material: Material, { onPart, onStep }: Steps = {}): MeasuredSeeds {
  const rows = toRows(material, [])
  const examples = rows.filter((row) => row.kind === 'example').map((row) => ({ ...row, group: row.text }))
  const judged = judgeInFolds(
    examples,
    material,
    folds.seeds,
    (texts) => rows.filter((row) => row.kind !== 'example' || !texts.has(row.text)),
    onStep,
    (soFar, done) => {
      if (done < folds.seeds) onPart?.({ done, of: folds.seeds, figures: tellFigures(soFar) })
    },
  )
  return {
    figures: tellFigures(judged),
    confused: tellConfused(judged),
    alike: tellAlike(rows, judged, material),
  }
}

interface Steps {
  /** Hears what comes before the last part. */
  onPart?: ((part: MeasuredPart) => void) | undefined
  /** Called many times a second; ends the measure when it throws. */
  onStep?: (() => void) | undefined
}

interface Post {
  text: string
  takeaway: number | null
  vector?: Float32Array | undefined
  /** All of one group are held out at once. */
  group: string
}

function judgeInFolds<T extends Post>(
  posts: readonly T[],
  material: Material,
  foldCount: number,
  makeRows: (groups: ReadonlySet<string>, held: readonly T[]) => TrainingRow[],
  onStep: () => void = () => {},
  onFold: (judged: readonly Judged[], done: number) => void = () => {},
): (Judged & { post: T })[] {
  const groups = [...new Set(posts.map(({ group }) => group))].sort()
  const foldOf = new Map(groups.map((group, index) => [group, index % foldCount]))
  const judged: (Judged & { post: T })[] = []
  for (let fold = 0; fold < foldCount; fold += 1) {
    const held = posts.filter(({ group }) => foldOf.get(group) === fold)
    if (held.length === 0) continue
    onStep()
    const rows = makeRows(new Set(held.map(({ group }) => group)), held)
    const model = openModel(trainModel(rows, toOptions(material), onStep))
    for (const post of held) {
      judged.push({ post, truth: post.takeaway, ranking: model.classify(post.text, post.vector).ranking })
    }
    onFold(judged, fold + 1)
  }
  return judged
}

function nameSame({ postId, text }: { postId?: number | undefined; text: string }): number | string {
  return postId ?? text
}

function tellFigures(judged: readonly Judged[]): FilingFigures | null {
  if (judged.length === 0) return null
  const rightWithin = (places: number) =>
    judged.filter(({ truth, ranking }) => ranking.slice(0, places).some(({ takeaway }) => takeaway === truth))
  const { macroF1WithNone, noneAuroc, reliabilityError } = measureFigures(judged)
  return {
    posts: judged.length,
    top1: rightWithin(1).length / judged.length,
    top3: rightWithin(3).length / judged.length,
    macroF1: macroF1WithNone ?? 0,
    noneAuroc,
    calibrationError: reliabilityError,
  }
}

function tellConfused(judged: readonly Judged[]): FilingState['confused'] {
  const pairs = new Map<string, FilingState['confused'][number]>()
  for (const { truth: is, ranking } of judged) {
    const taken = ranking[0]?.takeaway ?? null
    if (taken === is) continue
    const key = `${is} ${taken}`
    const pair = pairs.get(key) ?? { is, taken, posts: 0 }
    pairs.set(key, { ...pair, posts: pair.posts + 1 })
  }
  return [...pairs.values()].sort((a, b) => b.posts - a.posts).slice(0, 5)
}

function tellAlike(rows: readonly TrainingRow[], judged: readonly Judged[], material: Material) {
  return findSameMeaning(rows, judged, toOptions(material)).map(({ pair: [a, b], likeness }) => {
    return { a, b, likeness }
  })
}
