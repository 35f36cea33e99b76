import type { Author } from '../../model/author.ts'

/**
 * Words as search compares them: compatibility forms, case and accents folded, punctuation gone, one space
 * between. Both engines index and match this form, so that they find the same.
 */
export function foldWords(text: string): string {
  return listRuns(text).join(' ')
}

/**
 * What is written without a break, each with its words: a search finds them where they stand beside each
 * other.
 */
export function listRuns(text: string): string[] {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).map((run) => (run.match(words) ?? []).join(' '))
}

/**
 * What people are searched by: their names, and of the handle what is theirs, not the end that many share.
 */
export function foldAuthor({ displayName, handle }: Pick<Author, 'displayName' | 'handle'>): string {
  const labels = handle?.split('.') ?? []
  return foldWords([displayName ?? '', ...labels.slice(0, labels.length > 2 ? -2 : -1)].join(' '))
}

/**
 * In scripts that put no spaces between words each letter is a word. A longer run of others counts as several
 * words: PostgreSQL indexes none beyond 2 KB. The migrations 0012 know the same scripts.
 */
const unspaced = String.raw`\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u1950-\u19DF\u1A20-\u1AAF\u1B00-\u1B7F\u2E80-\u2FDF\u3005-\u3007\u3021-\u312F\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA980-\uA9FF\uAA60-\uAADF\uF900-\uFAFF\u{1B000}-\u{1B16F}\u{20000}-\u{3FFFF}`
const words = new RegExp(`[${unspaced}]|[^${unspaced}]{1,100}`, 'gu')
