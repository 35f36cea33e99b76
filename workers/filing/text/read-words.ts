import { foldTag } from '../signals/fold-tag.ts'
import { toPlainText } from '../signals/plain-text.ts'

/** Words read of one post. */
const maxWords = 128

/**
 * The words of a post for the text model, in small letters: without addresses, handles and whatever names a
 * takeaway outright (else the model would learn the rule), other hashtags split where a capital begins.
 */
export function createWordReader(campaignTags: readonly string[]): (text: string) => string[] {
  const own = campaignTags.map(foldTag).filter((tag) => tag !== '')
  return (text) => {
    const plain = toPlainText(text.slice(0, 6000))
      .replace(hashtag, (_, tag: string) =>
        own.some((name) => foldTag(tag).startsWith(name)) ? ' ' : splitCamelCase(tag),
      )
      .replace(naming, ' ')
      .toLowerCase()
    return (plain.match(word) ?? []).slice(0, maxWords).map((one) => one.replaceAll('’', "'"))
  }
}

function splitCamelCase(tag: string): string {
  return ` ${tag.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll('_', ' ')} `
}

const hashtag = /[#＃]([\p{L}\p{M}\p{N}_]+)/gu
const naming =
  /(?<![\p{L}\p{N}])(?:take-?aways?|conclusi[oó]n(?:es)?|conclusão)\s*#?\d{0,3}(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])T\d(?![\p{L}\p{N}])/giu
/**
 * A longer run of letters counts as several words, as in search: one post's single word must not fill our
 * memory.
 */
const word = /[\p{L}\p{M}\p{N}]{1,60}(?:['’][\p{L}\p{M}]{1,60}){0,3}/gu
