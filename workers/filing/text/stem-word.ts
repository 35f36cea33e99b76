/**
 * The part of a word that its endings leave, for English and Spanish together: rough, but the same for the
 * forms of one word ("expects" and "expected", "maestras" and "maestro"). Other languages lose at most a
 * plural's ending.
 */
export function stemWord(word: string): string {
  const plain = foldAccents(word)
    .replace(/['’](?:s|re|ve|ll|d|m)$/u, '')
    .replaceAll(/['’]/gu, '')
  for (const ending of endings) {
    const kept = plain.length - ending.length
    if (kept >= 4 && plain.endsWith(ending)) return trim(plain.slice(0, kept))
  }
  return plain.length > 4 ? trim(plain) : plain.replace(/(?<=\w{3})s$/, '')
}

export function foldAccents(word: string): string {
  return isAscii.test(word) ? word : word.normalize('NFD').replace(marks, '')
}

/** What is left of "plan(ning)", "teach(e)", "maestr(a)". */
function trim(part: string): string {
  const single = part.replace(/([bdfgklmnprt])\1$/, '$1')
  return single.length > 4 ? single.replace(/[aeioy]$/, '') : single
}

const isAscii = /^[\x20-\x7e]*$/
const marks = /\p{M}/gu
const endings =
  'amientos imientos amiento imiento aciones uciones acion ucion ations ation andolos arlos erlos ements ement nesses ness ando iendo aron ieron abamos amente mente ingly ing edly ies ied ers ed es os as ly en an s'
    .split(' ')
    .sort((a, b) => b.length - a.length)
