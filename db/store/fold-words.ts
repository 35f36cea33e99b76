/**
 * Words as search compares them: compatibility forms, case and accents folded, punctuation gone, one space between.
 * Both engines index and match this form, so that they find the same.
 */
export function foldWords(text: string): string {
  return splitWords(text).join(' ')
}

/** A longer run of letters counts as several words: PostgreSQL indexes none beyond 2 KB. */
export function splitWords(text: string): string[] {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
  return folded.match(/[\p{L}\p{N}]{1,100}/gu) ?? []
}
