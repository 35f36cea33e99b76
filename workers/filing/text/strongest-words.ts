import type { ModelData } from './model-data.ts'
import type { FeatureReader } from './read-features.ts'
import type { Vocabulary } from './vocabulary.ts'

const maxWords = 4

/**
 * The words of a text that speak most for each class, more than for the mean of all: at most four, none less than a third
 * as strong as the strongest.
 */
export function createWordPicker(
  data: ModelData,
  vocabulary: Vocabulary,
  reader: FeatureReader,
  classCount: number,
): (words: readonly string[]) => string[][] {
  const { rarity } = data.vocabulary
  const toStrengths = (word: string): Float64Array | undefined => {
    let strengths: Float64Array | undefined
    for (const hash of reader.readWord(word)) {
      const place = vocabulary.place(hash)
      if (place === undefined) continue
      strengths ??= new Float64Array(classCount)
      let mean = 0
      for (let k = 0; k < classCount; k += 1) mean += (data.softmax[place * classCount + k] ?? 0) / classCount
      for (let k = 0; k < classCount; k += 1) {
        const above = (data.softmax[place * classCount + k] ?? 0) - mean
        strengths[k] = (strengths[k] ?? 0) + (rarity[place] ?? 0) * above
      }
    }
    return strengths
  }

  return (words) => {
    const known: { word: string; strengths: Float64Array }[] = []
    for (const word of new Set(words)) {
      if (word.length < 3 || common.has(word) || /\d/.test(word)) continue
      const strengths = toStrengths(word)
      if (strengths) known.push({ word, strengths })
    }
    return Array.from({ length: classCount }, (_, k) => {
      const ranked = known
        .filter(({ strengths }) => (strengths[k] ?? 0) > 0)
        .sort((a, b) => (b.strengths[k] ?? 0) - (a.strengths[k] ?? 0))
      const least = (ranked[0]?.strengths[k] ?? 0) / 3
      return ranked
        .filter(({ strengths }) => (strengths[k] ?? 0) >= least)
        .slice(0, maxWords)
        .map(({ word }) => word)
    })
  }
}

/** Words that say nothing to a reader, though they may to the model. */
const common = new Set(
  (
    "about after all also and any are because been being but came can could did does doesn't don't each else ever every for from get " +
    "getting got had has have her here him his how i'm into isn't it's its just let like made make many may me more most much my not now off " +
    "one only other our out over own same she some still such than that that's the their them then there these they they're this those too " +
    'two use very want was way were what when where which while who why will with would you your con como cuando del desde donde ella ellos entre esta ' +
    'este esto hay las les los más mis muy nos para pero por porque que qué quien ser son sin sobre sus también tiene todo todos una uno unos'
  ).split(' '),
)
