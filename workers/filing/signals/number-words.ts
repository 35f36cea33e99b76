const words: Record<string, readonly string[]> = {
  en: ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  es: ['uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve', 'diez', 'once', 'doce'],
  pt: ['um', 'dois', 'três', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove', 'dez', 'onze', 'doze'],
  fr: ['un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze'],
}
/** `I` is left out: "the takeaway I got". */
const roman = ['II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII']

// "once" is twelve months of English before it is eleven in Spanish.
const known = new Map(
  Object.values(words).flatMap((list) => list.map((word, index) => [word, index + 1] as const)),
)
known.delete('once')

/** A pattern for digits, number words in four languages, and Roman numerals in capitals from II on. */
export const numberPattern = `\\d{1,3}|(?:${[...known.keys()].map(anyCase).join('|')})|(?:${[...roman].reverse().join('|')})`

/** What `numberPattern` matched, as a number. */
export function readNumber(written: string): number {
  if (/^\d/.test(written)) return Number(written)
  const numeral = roman.indexOf(written)
  return numeral >= 0 ? numeral + 2 : (known.get(written.toLowerCase()) ?? Number.NaN)
}

/** Letters that match in either case while the rest of the pattern minds it. */
export function anyCase(word: string): string {
  return [...word].map((letter) => `[${letter}${letter.toUpperCase()}]`).join('')
}
