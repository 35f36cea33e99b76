import type { Near, Suggestion } from '@wall/db/model/filing/filing'
import { mostNear, mostSuggestions } from '../suggestions.ts'
import { scoreBayes } from './bayes.ts'
import { addScores, toChances } from './chances.ts'
import type { ModelData } from './model-data.ts'
import { findNeighbours, type Neighbour, type Neighbours } from './neighbours.ts'
import { createFeatureReader } from './read-features.ts'
import { createWordReader } from './read-words.ts'
import { createWordPicker } from './strongest-words.ts'
import { scoreVector } from './vector-channel.ts'
import { openVocabulary } from './vocabulary.ts'

export interface Classified {
  /**
   * Every takeaway and "none" (null), best first, each with the words that speak most for it, and the first
   * ones with those that speak most against it; the confidences sum to 1.
   */
  ranking: Suggestion[]
  /**
   * Known posts, likest first: of each place three at most with much the same words, or the nearest one,
   * which is far then.
   */
  near: Near[]
}

export interface TextModel {
  id: string
  /** @param vector what the encoder made of the text, when there is one */
  classify(text: string, vector?: Float32Array): Classified
}

/**
 * How much each way of judging counts: exponents of their chances. Found by leaving out one writer after the
 * other; see docs/filing.md.
 */
const share = { softmax: 0.45, bayes: 0.15, neighbours: 0.3, vectors: 0.4 }
/** Neighbours that have a vote, and how quickly it fades with likeness. */
const voters = 80
const fading = 0.04

/** What stays for the others however sure it is: no text is certain. */
const doubt = 0.01

/**
 * Below this two texts share little but filler, and a reader finds nothing alike in them: of such neighbours
 * among examples half stood elsewhere than where the text was put, above it one in five.
 */
const leastLikeness = 0.16

/**
 * Makes a model ready to judge texts. Three ways of judging are mixed, and a fourth with sentence vectors.
 */
export function openModel(data: ModelData): TextModel {
  const classes: (number | null)[] = [...data.takeaways, null]
  const readWords = createWordReader(data.hashtags)
  const reader = createFeatureReader(data.alike)
  const vocabulary = openVocabulary(data.vocabulary)
  const pickWords = createWordPicker(data, vocabulary, reader, classes.length)
  const votes = balanceVotes(data, classes.length)
  const noPost = classes.length
  const kinds = data.labels.map((label, row) => (data.origins[row] ? label : noPost))

  return {
    id: data.id,
    classify(text, vector) {
      const words = readWords(text)
      const sparse = vocabulary.toVector(reader.read(words))
      if (sparse.places.length === 0) return { ranking: rankNothing(classes), near: [] }
      const mixed = new Float64Array(classes.length)
      const scores = new Float64Array(classes.length)
      addScores(sparse.places, sparse.weights, data.softmax, scores)
      mixIn(scores, share.softmax, mixed)
      scoreBayes(sparse, data.bayes, scores)
      mixIn(scores, share.bayes, mixed)
      const { alike, ...found } = findNeighbours(data.neighbours, sparse, voters, leastLikeness, kinds)
      vote(alike, data.labels, votes, scores)
      mixIn(scores, share.neighbours, mixed)
      if (vector && data.vectors) {
        scoreVector(data.vectors, vector, scores)
        mixIn(scores, share.vectors, mixed)
      }
      const chances = toChances(mixed)
      const order = classes.map((_, k) => k).sort((a, b) => (chances[b] ?? 0) - (chances[a] ?? 0))
      const picked = pickWords(words, listKept(order, classes.length - 1))
      const ranking = order.map((k) => ({
        takeaway: classes[k] ?? null,
        confidence: (1 - doubt) * (chances[k] ?? 0) + doubt / classes.length,
        words: picked.for[k] ?? [],
        ...(picked.against[k] && { against: picked.against[k] }),
      }))
      return { ranking, near: tellNear(found, data, classes) }
    },
  }
}

/** Adds the logarithms of the chances that the scores stand for, and clears the scores. */
function mixIn(scores: Float64Array, weight: number, mixed: Float64Array): void {
  toChances(scores)
  for (let k = 0; k < scores.length; k += 1) {
    mixed[k] = (mixed[k] ?? 0) + weight * Math.log(Math.max(scores[k] ?? 0, 1e-12))
  }
  scores.fill(0)
}

function vote(
  neighbours: readonly Neighbour[],
  labels: Int32Array,
  votes: Float64Array,
  scores: Float64Array,
): void {
  const last = neighbours.length < voters ? 0 : (neighbours.at(-1)?.likeness ?? 0)
  scores.fill(1)
  for (const { row, likeness } of neighbours) {
    const label = labels[row] ?? 0
    scores[label] = (scores[label] ?? 0) + (votes[row] ?? 0) * Math.exp((likeness - last) / fading)
  }
  for (let k = 0; k < scores.length; k += 1) scores[k] = Math.log(scores[k] ?? 1)
}

/** A row's weight, less where its class has more than its part of all rows. */
function balanceVotes({ labels, weights }: ModelData, classCount: number): Float64Array {
  const sums = new Float64Array(classCount)
  for (const [row, label] of labels.entries()) sums[label] = (sums[label] ?? 0) + (weights[row] ?? 0)
  const mean = sums.reduce((so, sum) => so + sum, 0) / (sums.filter((sum) => sum > 0).length || 1)
  return weights.map((weight, row) => (weight * mean) / (sums[labels[row] ?? 0] || 1))
}

/** Classes that stay with the post: the best, and none. */
function listKept(order: readonly number[], none: number): number[] {
  const kept = order.slice(0, mostSuggestions)
  return kept.includes(none) ? kept : [...kept, none]
}

function tellNear(
  { written, nearest }: Pick<Neighbours, 'written' | 'nearest'>,
  data: ModelData,
  classes: readonly (number | null)[],
): Near[] {
  const counts = new Int32Array(classes.length)
  const tell = (row: number): Near | undefined => {
    const origin = data.origins[row]
    const label = data.labels[row] ?? 0
    if (!origin || counts[label] === mostNear) return undefined
    counts[label] = (counts[label] ?? 0) + 1
    const takeaway = classes[label] ?? null
    return 'postId' in origin
      ? { takeaway, postId: origin.postId, text: null }
      : { takeaway, postId: null, text: origin.text }
  }
  const near = written.flatMap(({ row }) => tell(row) ?? [])
  const far = nearest
    .filter((one) => one !== undefined && one.likeness < leastLikeness)
    .sort((a, b) => (b?.likeness ?? 0) - (a?.likeness ?? 0))
    .flatMap((one) => (one && tell(one.row)) ?? [])
  return [...near, ...far.map((one) => ({ ...one, isFar: true }))]
}

/** A text without a known word: most likely none of them, and nothing tells the others apart. */
function rankNothing(classes: readonly (number | null)[]): Suggestion[] {
  const others = classes.length - 1
  const rest = others === 0 ? 0 : 0.5 / others
  return [
    { takeaway: null, confidence: 1 - rest * others },
    ...classes.filter((takeaway) => takeaway !== null).map((takeaway) => ({ takeaway, confidence: rest })),
  ]
}
