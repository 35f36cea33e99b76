/** Texts that differ in case, signs, numbers, addresses, handles and hashtags only have the same key: they are one text. */
export function toPlainKey(text: string): string {
  const plain = text.toLowerCase().replace(/https?:\/\/\S+|[@#]\S+/gu, ' ')
  const letters = plain.replace(/[^\p{L}\p{M}]+/gu, ' ').trim()
  return letters === '' ? plain.trim() : letters.slice(0, 300)
}
