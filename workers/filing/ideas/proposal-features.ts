/**
 * What tells a proposal from a tale, a complaint or a joke: its words and pairs, and how its sentences begin
 * ("Let …", "Que los …", "What if …"), which holds in any language that examples exist for.
 */
export function readProposalFeatures(text: string, readWords: (text: string) => string[]): string[] {
  const read = (part: string) => readWords(part).map(fold)
  const words = read(text)
  const features = words.flatMap((word, at) => [`w${word}`, ...(at > 0 ? [`p${words[at - 1]} ${word}`] : [])])
  const sentences = text
    .slice(0, 6000)
    .split(/(?<=[.!?;:\n…—])\s+|\n+/u)
    .map(read)
    .filter((sentence) => sentence.length > 0)
  for (const [index, sentence] of sentences.entries()) {
    const [first] = sentence
    const two = sentence.slice(0, 2).join(' ')
    features.push(`s${first}`, `S${two}`)
    if (index === 0) features.push(`f${first}`, `F${two}`)
  }
  for (const sign of '?!¿¡"“') if (text.includes(sign)) features.push(sign)
  features.push(`n${[8, 14, 22, 32].filter((most) => words.length >= most).length}`)
  return features
}

function fold(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '')
}
