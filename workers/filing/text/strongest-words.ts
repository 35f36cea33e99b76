import type { ModelData } from './model-data.ts'
import type { FeatureReader } from './read-features.ts'
import type { Vocabulary } from './vocabulary.ts'

const maxFor = 4
const maxAgainst = 3
/** Longer ones are no words for a reader, and are kept with every post. */
const maxLength = 40

/** What speaks for and against each class, strongest first. */
export interface PickedWords {
  for: string[][]
  against: string[][]
}

interface Known {
  word: string
  /** For each class, above (or below) the mean of all. */
  strengths: Float64Array
}

/**
 * The words of a text that speak most for each class, more than for the mean of all: at most four. And for
 * the `asked` ones those that speak most against them, less for them than for the mean and more for the first
 * of them: at most three. None is less than a third as strong as the strongest.
 */
export function createWordPicker(
  data: ModelData,
  vocabulary: Vocabulary,
  reader: FeatureReader,
  classCount: number,
): (words: readonly string[], asked: readonly number[]) => PickedWords {
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

  return (words, asked) => {
    const known: Known[] = []
    for (const word of new Set(words)) {
      if (word.length < 3 || word.length > maxLength || common.has(word) || /\d/.test(word)) continue
      const strengths = toStrengths(word)
      if (strengths) known.push({ word, strengths })
    }
    const picked: PickedWords = { for: [], against: [] }
    const picker = createStrongest(known.map(({ word }) => word))
    for (let k = 0; k < classCount; k += 1) {
      for (let at = 0; at < known.length; at += 1) picker.strengths[at] = known[at]?.strengths[k] ?? 0
      picked.for.push(picker.pick(maxFor))
    }
    const [first] = asked
    for (const k of asked) {
      for (let at = 0; at < known.length; at += 1) {
        const strengths = known[at]?.strengths
        const own = strengths?.[k] ?? 0
        // Of the first itself: what speaks against it more than the mean.
        const rival = k === first ? 0 : (strengths?.[first ?? 0] ?? 0)
        picker.strengths[at] = own < 0 ? rival - own : 0
      }
      picked.against[k] = picker.pick(maxAgainst)
    }
    return picked
  }
}

/**
 * Picks again and again from the same words, without making anything anew: each post asks for every place.
 */
function createStrongest(words: readonly string[]) {
  const strengths = new Float64Array(words.length)
  return {
    strengths,
    /**
     * The strongest words above zero, none less than a third as strong as the strongest; of equals the
     * earlier one first.
     */
    pick(limit: number): string[] {
      const places: number[] = []
      for (let at = 0; at < strengths.length; at += 1) {
        const strength = strengths[at] as number
        if (strength <= 0) continue
        let to = places.length
        while (to > 0 && strength > (strengths[places[to - 1] as number] as number)) to -= 1
        if (to >= limit) continue
        for (let last = Math.min(places.length, limit - 1); last > to; last -= 1)
          places[last] = places[last - 1] as number
        places[to] = at
      }
      const least = (strengths[places[0] ?? 0] ?? 0) / 3
      return places.filter((at) => (strengths[at] ?? 0) >= least).map((at) => words[at] ?? '')
    },
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
