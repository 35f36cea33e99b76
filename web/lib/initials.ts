/**
 * Up to two letters for a name: "Ana María Ortiz" → "AO", "@kai" → "K". Whole characters, never half an
 * emoji.
 */
export function findInitials(name: string): string {
  const words = name
    .split(/[\s._-]+/u)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''))
    .filter((word) => word !== '')
  const first = firstLetter(words[0])
  const last = words.length > 1 ? firstLetter(words.at(-1)) : ''
  return `${first}${last}`.toLocaleUpperCase() || '·'
}

function firstLetter(word: string | undefined): string {
  return word ? ([...word][0] ?? '') : ''
}
