import { createHash } from 'node:crypto'
import { trainBayes } from './bayes.ts'
import type { ModelData, RowOrigin } from './model-data.ts'
import { learnNeighbours } from './neighbours.ts'
import { createFeatureReader } from './read-features.ts'
import { createWordReader } from './read-words.ts'
import { trainSoftmax } from './train-softmax.ts'
import type { TrainingRow } from './training-row.ts'
import { learnVectors } from './vector-channel.ts'
import { learnVocabulary, openVocabulary } from './vocabulary.ts'

export interface TrainingOptions {
  /** Ids of the campaign's takeaways. Rows of others are left out. */
  takeaways: readonly number[]
  /** The campaign's hashtags: every post has them, so they say nothing. */
  hashtags: readonly string[]
  /** Groups of words that mean alike, in any language. */
  alike?: readonly (readonly string[])[]
}

/**
 * Learns from rows. Knows words, groups of words that mean alike, and pieces of words; needs no network and
 * no weights from outside. The same rows give the same model, whatever their order. `onStep` is called many
 * times a second; no model comes of it when it throws.
 */
export function trainModel(
  rows: readonly TrainingRow[],
  options: TrainingOptions,
  onStep?: () => void,
): ModelData {
  const takeaways = [...options.takeaways].sort((a, b) => a - b)
  const classes: (number | null)[] = [...takeaways, null]
  const alike = (options.alike ?? []).map((group) => [...group])
  const hashtags = [...options.hashtags]
  const readWords = createWordReader(hashtags)
  const { read } = createFeatureReader(alike)
  const known = sortRows(rows.filter((row) => row.weight > 0 && classes.includes(row.takeaway))).flatMap(
    (row) => {
      const words = readWords(row.text)
      return words.length === 0 ? [] : [{ row, features: read(words), label: classes.indexOf(row.takeaway) }]
    },
  )
  const data = learnVocabulary(known.map(({ features }) => features))
  const { toVector } = openVocabulary(data)
  const vectors = known.map(({ features }) => toVector(features))
  const labels = Int32Array.from(known, ({ label }) => label)
  const weights = Float64Array.from(known, ({ row }) => row.weight)
  const examples = vectors.map(({ places, weights: values }, at) => {
    return { places, weights: values, label: labels[at] ?? 0, weight: weights[at] ?? 0 }
  })
  return {
    id: nameModel(
      known.map(({ row }) => row),
      { takeaways, hashtags, alike },
    ),
    takeaways,
    hashtags,
    alike,
    vocabulary: data,
    softmax: trainSoftmax(examples, data.hashes.length, classes.length, onStep),
    bayes: trainBayes(vectors, labels, weights, data.wordSize, classes.length),
    neighbours: learnNeighbours(vectors, data.wordSize),
    labels,
    weights,
    origins: known.map(({ row }) => toOrigin(row)),
    vectors: learnVectors(
      known.map(({ row, label }) => ({ vector: row.vector, label, weight: row.weight })),
      classes.length,
    ),
  }
}

function toOrigin({ kind, postId, text }: TrainingRow): RowOrigin {
  if (postId !== undefined) return { postId }
  return kind === 'example' ? { text: text.slice(0, 300) } : null
}

function sortRows(rows: readonly TrainingRow[]): TrainingRow[] {
  const keyed = rows.map((row) => ({ row, key: describeRow(row) }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ row }) => row)
}

function describeRow({ takeaway, kind, text, weight, postId }: TrainingRow): string {
  return JSON.stringify([takeaway, kind, text, postId ?? null, weight])
}

/** The same for what makes the same model; found without making it. */
export function nameTraining(
  rows: readonly TrainingRow[],
  { takeaways, hashtags, alike }: TrainingOptions,
): string {
  return nameModel(sortRows(rows), { takeaways, hashtags, alike })
}

function nameModel(rows: readonly TrainingRow[], options: object): string {
  const hash = createHash('sha256').update(JSON.stringify([method, options]))
  for (const row of rows) {
    hash.update(describeRow(row))
    if (row.vector)
      hash.update(new Uint8Array(row.vector.buffer, row.vector.byteOffset, row.vector.byteLength))
  }
  return `text-${hash.digest('hex').slice(0, 12)}`
}

/**
 * Raise it with every change in how texts are read, learnt from or judged: with another name waiting posts
 * are filed anew, and the gate is measured anew, which the old way of judging had opened. Models are kept in
 * files: so also when their form changes.
 */
const method = 1
