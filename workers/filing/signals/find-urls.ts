/** A stretch of a text in UTF-16 units, end-exclusive. */
export interface Range {
  start: number
  end: number
}

/**
 * Where web addresses stand in a text, with or without a scheme: `https://a.b/#x`, `www.a.b`, `a.b/c#x`,
 * `localhost:80/`. A hash sign in one is a fragment, not a hashtag. An address ends at white space, at a
 * quotation mark or angle bracket, and at the bracket that closes one opened before it.
 */
export function findUrls(text: string): Range[] {
  const urls: Range[] = []
  for (const match of text.matchAll(start)) {
    const previous = urls.at(-1)
    if (previous && match.index < previous.end) continue
    urls.push({ start: match.index, end: findEnd(text, match.index) })
  }
  return urls
}

const host = String.raw`(?:[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]{0,62}(?:\.[\p{L}\p{N}\p{M}_-]{1,63}){1,8}(?::\d{1,5})?|localhost(?::\d{1,5})?)`
const start = new RegExp(
  String.raw`[a-z][a-z0-9+.-]{0,30}:\/\/(?=\S)|(?<![\p{L}\p{N}\p{M}_.@-])(?:www\.(?=\S)|${host}[\/?](?=\S))`,
  'giu',
)
const stops = /[\s<>"“”«»„「」『』]/u

function findEnd(text: string, from: number): number {
  const isBracketed = /[([{（]$/u.test(text.slice(Math.max(0, from - 1), from))
  let depth = 0
  for (let index = from; index < text.length; index += 1) {
    const character = text[index] ?? ''
    if (stops.test(character)) return index
    if ('([{（'.includes(character)) depth += 1
    if (')]}）'.includes(character)) {
      if (isBracketed && depth === 0) return index
      depth -= 1
    }
  }
  return text.length
}
