import type { Near, Suggestion } from '@wall/db/model/filing/filing'

/** More than this a post does not carry along, except that "none" always stays. */
export const mostSuggestions = 10
/** Known posts like it that stay with a post for its first, second and third suggestion. */
const nearFor = [3, 1, 1]
/** Of one place there are never more. */
export const mostNear = Math.max(...nearFor)

/**
 * Puts one place in front with its confidence; the others share what is left in the order the words gave
 * them.
 */
export function rankBehind(
  first: number | null,
  confidence: number,
  ranking: readonly Suggestion[],
): Suggestion[] {
  const others = ranking.filter((suggestion) => suggestion.takeaway !== first)
  const own = ranking.find((suggestion) => suggestion.takeaway === first)
  return [{ ...own, takeaway: first, confidence }, ...share(others, 1 - confidence)]
}

/** Puts several named places in front, in the order the words gave them, with nine tenths among them. */
export function rankNamedFirst(
  named: readonly (number | null)[],
  ranking: readonly Suggestion[],
): Suggestion[] {
  const isNamed = (suggestion: Suggestion) => named.includes(suggestion.takeaway)
  return [
    ...share(ranking.filter(isNamed), 0.9),
    ...share(
      ranking.filter((one) => !isNamed(one)),
      0.1,
    ),
  ].sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)) || b.confidence - a.confidence)
}

/** Three decimals, never rising along the list, and short enough to keep with every post. */
export function roundAll(ranking: readonly Suggestion[]): Suggestion[] {
  const kept = ranking.slice(0, mostSuggestions)
  const none = ranking.find((suggestion) => suggestion.takeaway === null)
  if (none && !kept.includes(none)) kept.splice(-1, 1, none)
  return kept.map(({ takeaway, confidence, words = [], against = [] }) => ({
    takeaway,
    confidence: Math.round(confidence * 1000) / 1000,
    ...(words.length > 0 && { words }),
    ...(against.length > 0 && { against }),
  }))
}

/**
 * Of known posts, likest first, those that show what the first three places on offer are like, in the same
 * order.
 */
export function pickNear(near: readonly Near[], suggestions: readonly Suggestion[]): Near[] {
  const room = new Map(nearFor.map((count, at) => [suggestions[at]?.takeaway, count]))
  return near.filter(({ takeaway }) => {
    const left = room.get(takeaway) ?? 0
    room.set(takeaway, left - 1)
    return left > 0
  })
}

function share(suggestions: readonly Suggestion[], total: number): Suggestion[] {
  const sum = suggestions.reduce((so, suggestion) => so + suggestion.confidence, 0)
  return suggestions.map((suggestion) => ({
    ...suggestion,
    confidence: sum > 0 ? (suggestion.confidence / sum) * total : total / suggestions.length,
  }))
}
