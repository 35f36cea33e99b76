import type { Suggestion } from '@wall/db/model/filing/filing'
import { createWordReader } from '../text/read-words.ts'
import type { TrainingOptions } from '../text/train-model.ts'
import type { TrainingRow } from '../text/training-row.ts'

type Judge = (text: string) => Suggestion[]

/** Plain naive Bayes over words, from the same rows: what anybody would try first. */
export function createNaiveBayes(rows: readonly TrainingRow[], options: TrainingOptions): Judge {
  const readWords = createWordReader(options.hashtags)
  const classes = [...options.takeaways, null]
  const counts = classes.map(() => new Map<string, number>())
  const totals = classes.map(() => 0)
  const known = new Set<string>()
  for (const row of rows) {
    const at = classes.indexOf(row.takeaway)
    for (const word of readWords(row.text)) {
      known.add(word)
      counts[at]?.set(word, (counts[at]?.get(word) ?? 0) + row.weight)
      totals[at] = (totals[at] ?? 0) + row.weight
    }
  }
  return (text) => {
    const words = readWords(text).filter((word) => known.has(word))
    const logs = classes.map((_, at) => {
      const logOf = (word: string) =>
        Math.log(((counts[at]?.get(word) ?? 0) + 1) / ((totals[at] ?? 0) + known.size))
      return words.reduce((so, word) => so + logOf(word), 0)
    })
    const highest = Math.max(...logs)
    return rank(
      classes,
      logs.map((log) => Math.exp(log - highest)),
    )
  }
}

/** The takeaway whose title has most of the text's words, rare words counting more. */
export function createNearestTitle(
  titles: readonly { id: number; title: string }[],
  options: TrainingOptions,
): Judge {
  const readWords = createWordReader(options.hashtags)
  const sets = titles.map(({ title }) => new Set(readWords(title)))
  const rarity = (word: string) =>
    Math.log((1 + sets.length) / (1 + sets.filter((set) => set.has(word)).length)) + 1
  return (text) => {
    const words = [...new Set(readWords(text))]
    const likeness = sets.map((set) => {
      const common = words.filter((word) => set.has(word)).reduce((so, word) => so + rarity(word), 0)
      return common / Math.sqrt((words.length || 1) * (set.size || 1))
    })
    return rank([...titles.map(({ id }) => id), null], [...likeness, 0.3])
  }
}

function rank(classes: readonly (number | null)[], parts: readonly number[]): Suggestion[] {
  const sum = parts.reduce((so, part) => so + part, 0) || 1
  return classes
    .map((takeaway, at) => ({ takeaway, confidence: (parts[at] ?? 0) / sum }))
    .sort((a, b) => b.confidence - a.confidence)
}
