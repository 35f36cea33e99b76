/**
 * Texts that differ in case, signs, numbers, addresses, handles and hashtags only, or in signs that nobody
 * sees, have the same key: they are one text. Of a text without letters what is left of it otherwise.
 */
export function toPlainKey(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/https?:\/\/\S+|[@#]\S+/gu, ' ')
  const letters = plain.replace(/[^\p{L}\p{M}]+/gu, ' ').trim()
  return letters === '' ? plain.trim() : letters.slice(0, 300)
}
