import type { Near, Suggestion } from '@wall/db/model/filing'
import { scoreBayes } from './bayes.ts'
import { addScores, toChances } from './chances.ts'
import type { ModelData } from './model-data.ts'
import { findNeighbours, type Neighbour } from './neighbours.ts'
import { createFeatureReader } from './read-features.ts'
import { createWordReader } from './read-words.ts'
import { createWordPicker } from './strongest-words.ts'
import { scoreVector } from './vector-channel.ts'
import { openVocabulary } from './vocabulary.ts'

export interface Classified {
  /** Every takeaway and "none" (null), best first, each with the words that speak most for it; the confidences sum to 1. */
  ranking: Suggestion[]
  /** Up to three known posts with much the same words, likest first. */
  near: Near[]
}

export interface TextModel {
  id: string
  /** @param vector what the encoder made of the text, when there is one */
  classify(text: string, vector?: Float32Array): Classified
}

/**
 * How much each way of judging counts: exponents of their chances. Found by leaving out one writer after the other; see
 * docs/filing.md.
 */
const share = { softmax: 0.45, bayes: 0.15, neighbours: 0.3, vectors: 0.4 }
/** Neighbours that have a vote, and how quickly it fades with likeness. */
const voters = 80
const fading = 0.04

/** What stays for the others however sure it is: no text is certain. */
const doubt = 0.01

/**
 * Below this two texts share little but filler, and a reader finds nothing alike in them: of such neighbours among examples
 * half stood elsewhere than where the text was put, above it one in five.
 */
const leastLikeness = 0.16

/** Makes a model ready to judge texts. Three ways of judging are mixed, and a fourth with sentence vectors. */
export function openModel(data: ModelData): TextModel {
  const classes: (number | null)[] = [...data.takeaways, null]
  const readWords = createWordReader(data.hashtags)
  const reader = createFeatureReader(data.alike)
  const vocabulary = openVocabulary(data.vocabulary)
  const pickWords = createWordPicker(data, vocabulary, reader, classes.length)
  const votes = balanceVotes(data, classes.length)

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
      const { alike, written } = findNeighbours(data.neighbours, sparse, voters, leastLikeness)
      vote(alike, data.labels, votes, scores)
      mixIn(scores, share.neighbours, mixed)
      if (vector && data.vectors) {
        scoreVector(data.vectors, vector, scores)
        mixIn(scores, share.vectors, mixed)
      }
      const chances = toChances(mixed)
      const picked = pickWords(words)
      const ranking = classes
        .map((takeaway, k) => ({
          takeaway,
          confidence: (1 - doubt) * (chances[k] ?? 0) + doubt / classes.length,
          words: picked[k] ?? [],
        }))
        .sort((a, b) => b.confidence - a.confidence)
      return { ranking, near: tellNear(written, data, classes) }
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

function tellNear(
  neighbours: readonly Neighbour[],
  data: ModelData,
  classes: readonly (number | null)[],
): Near[] {
  const near: Near[] = []
  for (const { row } of neighbours) {
    const origin = data.origins[row]
    if (!origin) continue
    const takeaway = classes[data.labels[row] ?? 0] ?? null
    near.push(
      'postId' in origin
        ? { takeaway, postId: origin.postId, text: null }
        : { takeaway, postId: null, text: origin.text },
    )
    if (near.length === 3) break
  }
  return near
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
