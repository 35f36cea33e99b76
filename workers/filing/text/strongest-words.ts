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
    "about after again all also and any are around because been being but came can can't could couldn't did " +
    "didn't does doesn't don't each else ever every for from get getting got had has hasn't have haven't he's " +
    "her here here's him his how i'd i'll i'm i've into isn't it'll it's its just let let's like made make " +
    "many may me more most much my not now off one only other our out over own same she she's should some " +
    "still such than that that's the their them then there there's these they they're they've this those too " +
    "two use very want was wasn't way we'd we'll we're we've were weren't what what's when where which while " +
    "who who's why will with won't would wouldn't you you'd you'll you're you've your " +
    'algo así aunque como con cuando del desde donde ella ellos entre era esa ese eso esta esto está están ' +
    'fue han hay las les los mis muy más nos otra otro para pero por porque que quien qué ser sido sin sobre ' +
    'solo son sus también tiene todo todos una uno unos'
  ).split(' '),
)
