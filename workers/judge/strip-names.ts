const maxCharacters = 3_000

/**
 * The words of a post without what says who wrote or is spoken to: the author's names and handles, accounts,
 * mail and web addresses, telephone numbers. Other people's names in running text stay: no rule finds them.
 */
export function stripNames(text: string, names: readonly string[] = []): string {
  let stripped = text
    .slice(0, maxCharacters)
    .toWellFormed()
    .normalize('NFC')
    .replace(webAddress, '[link]')
    .replace(account, '[account]')
    .replace(mailAddress, '[mail]')
    .replace(handle, '[account]')
    .replace(telephone, '[number]')
  for (const name of listForms(names)) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${name.replace(special, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu')
    stripped = stripped.replace(pattern, '[name]')
  }
  return stripped.trim()
}

/** Whole names first, then their parts, so that “Jordan” goes where the author is “Jordan Lee”. */
function listForms(names: readonly string[]): string[] {
  const whole = names
    .map((name) => name.normalize('NFC').trim().replace(/^@/, ''))
    .filter((name) => name !== '')
  const parts = whole.flatMap((name) => name.split(/[\s.,;|/_()-]+/u)).filter((part) => [...part].length > 2)
  return [...new Set([...whole, ...parts])]
    .filter((name) => !commonParts.has(name.toLowerCase()))
    .toSorted((one, two) => two.length - one.length)
}

/** Parts of handles and titles that are no name: taking them out would cost words of the post. */
const commonParts = new Set(
  'the and for com org net edu gov social school schools district academy teacher teachers principal coach math reading education learning'.split(
    ' ',
  ),
)

const special = /[.*+?^${}()|[\]\\]/g
const webAddress = /\b(?:https?:\/\/|www\.)\S+/giu
// From the beginning of a word only: else a long word without an @ is read again from each of its letters.
const mailAddress = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu
const account = /(?<![\p{L}\p{N}])[@＠][\p{L}\p{N}][\p{L}\p{N}_.-]*(?:@[\p{L}\p{N}.-]+)?/giu
/**
 * A name of three parts, as jordan.example.org, also one below a known network. Begun where a mail address
 * may be.
 */
const handle = /(?<![\p{L}\p{N}.-])(?:[a-z0-9-]+\.){2,}[a-z]{2,}(?![\p{L}\p{N}])/giu
const telephone = /(?<![\p{L}\p{N}])\+?(?:\(\d{2,4}\)|\d)[\d\s()./-]{6,}\d(?![\p{L}\p{N}])/gu
