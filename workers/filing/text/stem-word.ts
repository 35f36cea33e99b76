/**
 * A word without its accents and its commonest English or Spanish ending, so that "expects" meets "expected" and "maestras"
 * "maestro". Light on purpose: what it cuts too short, the pieces of the word still tell apart.
 */
export function stemWord(word: string): string {
  const plain = foldAccents(word.replace(contraction, ''))
  if (plain.length < 4) return plain
  const ending = endings.find((end) => plain.endsWith(end) && plain.length - end.length >= 3)
  const stem = ending === undefined ? plain : plain.slice(0, -ending.length)
  return stem.length > 4 && stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem
}

export function foldAccents(word: string): string {
  return isAscii.test(word) ? word : word.normalize('NFD').replace(marks, '')
}

const isAscii = /^[\x20-\x7e]*$/
const marks = /\p{M}/gu
const contraction = /'(?:s|re|ve|ll|d|m|t)$/

/** Longest first where one ends like another. */
const endings = (
  'ciones mientos amente mente iendo ando cion adas idos ados idas aron ieron amos emos ings ing edly ness ments ment ' +
  'tion tions ies ers er ed es ly ar ir os as an en s o a e y'
).split(' ')
