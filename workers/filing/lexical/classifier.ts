import type { Suggestion } from '@wall/db/model/filing'
import { hashWord } from './count-features.ts'
import { toChances, trainSoftmax } from './train-softmax.ts'
import type { TrainingRow } from './training-rows.ts'
import { createVocabulary } from './vocabulary.ts'

export interface Classified {
  /** Every takeaway of the campaign and "none" (null), best first; the confidences sum to 1. */
  ranking: Suggestion[]
  /** Up to four words of the text that speak most for the best. */
  strongest: string[]
}

/** Above 1: surer than the bare model, which was measured (cross-validated) to be less sure than it is right. */
const sureness = 1.4

/**
 * Learns from rows and then ranks texts. Knows words, pairs of words and pieces of words only: no network, no weights from
 * outside. The same rows in the same order give the same model.
 */
export function createClassifier(
  rows: readonly TrainingRow[],
  takeaways: readonly number[],
  readWords: (text: string) => string[],
): (text: string) => Classified {
  const classes: (number | null)[] = [...takeaways, null]
  const texts = rows.map((row) => readWords(row.text))
  const vocabulary = createVocabulary(texts)
  const training = rows.flatMap((row, index) => {
    const vector = vocabulary.toVector(texts[index] ?? [])
    return vector.places.length === 0
      ? []
      : [{ vector, label: classes.indexOf(row.takeaway), weight: row.weight }]
  })
  const weights = trainSoftmax(training, vocabulary.size, classes.length)

  return (text) => {
    const words = readWords(text)
    const vector = vocabulary.toVector(words)
    if (vector.places.length === 0) return { ranking: rankNothing(classes), strongest: [] }
    const scores = new Float64Array(classes.length)
    vector.places.forEach((place, at) => {
      for (let k = 0; k < classes.length; k += 1) {
        scores[k] =
          (scores[k] ?? 0) + sureness * (vector.weights[at] ?? 0) * (weights[place * classes.length + k] ?? 0)
      }
    })
    const chances = toChances(scores)
    const ranking = classes
      .map((takeaway, k) => ({ takeaway, confidence: chances[k] ?? 0 }))
      .sort((a, b) => b.confidence - a.confidence)
    const best = classes.indexOf(ranking[0]?.takeaway ?? null)
    const speaksFor = (word: string) => {
      const place = vocabulary.place(hashWord(word))
      return place === undefined
        ? 0
        : vocabulary.rarity(place) * (weights[place * classes.length + best] ?? 0)
    }
    return { ranking, strongest: pickStrongest(words, speaksFor) }
  }
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

/** Words that say much, not those that every text has: at least a third as strong as the strongest. */
function pickStrongest(words: readonly string[], speaksFor: (word: string) => number): string[] {
  const ranked = [...new Set(words)]
    .filter((word) => word.length > 3 && !/\d/.test(word) && !common.has(word))
    .map((word) => ({ word, strength: speaksFor(word) }))
    .filter(({ strength }) => strength > 0)
    .sort((a, b) => b.strength - a.strength)
  const least = (ranked[0]?.strength ?? 0) / 3
  return ranked
    .filter(({ strength }) => strength >= least)
    .slice(0, 4)
    .map(({ word }) => word)
}

const common = new Set(
  (
    "about after also because been being came could does doesn't don't each else ever every from getting have here into isn't it's just " +
    "like made make more much only other over same some still such than that that's their them then there these they they're this " +
    'those very want were what when where which while will with would your como cuando desde donde ellos entre esta este hasta para ' +
    'pero porque quien sobre también tiene todos'
  ).split(' '),
)
