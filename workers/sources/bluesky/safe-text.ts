import { lineEnds, stripDirections } from '@wall/db/model/shown-words'

/**
 * Text that any database and page can take: half characters and control characters (but tab and line feed)
 * go, and so does what turns the direction of what follows; line ends are line feeds.
 */
export function cleanText(text: string): string {
  return stripDirections(text.toWellFormed().replace(lineEnds, '\n').replace(controls, ''))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/**
 * An http(s) address in its normal form, or null: other schemes can run code, and names before an @ deceive.
 */
export function readHref(address: string): string | null {
  const url = URL.parse(address.trim())
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  if (url.username || url.password || url.href.length > 2_000) return null
  return url.href
}
