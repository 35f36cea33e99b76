/**
 * Texts that differ in case, signs, numbers, addresses, handles and hashtags only, or in signs that nobody sees, have the same key:
 * they are one text. Empty when there are no words.
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
