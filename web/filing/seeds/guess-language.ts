/**
 * Spanish by its commonest words and its own signs; everything else is left untold. Good enough for a mark,
 * not for more.
 */
export function guessLanguage(text: string): 'es' | undefined {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []
  if (/[ñ¿¡]/iu.test(text)) return 'es'
  const hits = words.filter((word) => common.has(word)).length
  if (hits >= 2 && hits / words.length >= 0.2) return 'es'
  const isAccented = /[áéíóú]/iu.test(text)
  const isEnded = words.some((word) => /(?:ción|ciones|dad|dades|miento|mientos)$/u.test(word))
  return (hits > 0 && isAccented) || isEnded || (isAccented && words.length <= 3) ? 'es' : undefined
}

const common = new Set(
  'el la los las un una unos unas de del al que y en con por para se su sus lo le les es son está están no más como pero cuando muy todo todos cada nuestra nuestro nuestros nuestras mi hay ser tiene también desde entre sobre sin ya si porque'.split(
    ' ',
  ),
)
