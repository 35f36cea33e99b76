export interface MarkedPiece {
  text: string
  isMarked: boolean
}

/**
 * The text cut where one of the words or phrases stands in it as whole words, whatever the case and accents;
 * the pieces together are the text again. What stands only inside of other words is left alone.
 */
export function markWords(text: string, words: readonly string[]): MarkedPiece[] {
  const { folded, places } = fold(text)
  const spans = words
    .flatMap((word) => findSpans(folded, fold(word.trim()).folded))
    .map(([start, end]) => [places[start] ?? 0, places[end] ?? text.length] as const)
    .sort((a, b) => a[0] - b[0] || b[1] - a[1])
  const pieces: MarkedPiece[] = []
  let done = 0
  for (const [start, end] of spans) {
    if (end <= done) continue
    const from = Math.max(start, done)
    if (from > done) pieces.push({ text: text.slice(done, from), isMarked: false })
    const last = pieces.at(-1)
    if (last?.isMarked) last.text += text.slice(from, end)
    else pieces.push({ text: text.slice(from, end), isMarked: true })
    done = end
  }
  if (done < text.length || pieces.length === 0) pieces.push({ text: text.slice(done), isMarked: false })
  return pieces
}

function findSpans(text: string, word: string): [number, number][] {
  if (!/[\p{L}\p{N}]/u.test(word)) return []
  const escaped = word
    .split(/\s+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join(String.raw`[\s\p{P}]+`)
  const whole = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}])${escaped}(?![\p{L}\p{M}\p{N}])`, 'gu')
  return [...text.matchAll(whole)].map((match) => [match.index, match.index + match[0].length])
}

/** Small letters without accents, and for each of their places the place in the text as written. */
function fold(text: string): { folded: string; places: number[] } {
  let folded = ''
  const places: number[] = []
  let place = 0
  for (const sign of text) {
    const plain = sign.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace('’', "'")
    for (let at = 0; at < plain.length; at += 1) places.push(place)
    folded += plain
    place += sign.length
  }
  places.push(place)
  return { folded, places }
}
