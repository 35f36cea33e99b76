/** A word that turns what is said into its opposite. `isAhead`: it turns only what comes after it. */
export interface Turn {
  at: number
  isAhead: boolean
}

/**
 * English and Spanish in one list: a word of the other language that looks alike makes a name longer, never
 * false.
 */
const turning = new Set(
  `no not never none nobody nothing neither nor cannot cant dont doesnt didnt wont shouldnt isnt arent hardly rarely seldom
  less fewer against enough why wrong harmful useless overrated bad mistake doubt doubtful
  goodbye refrain lack lacks lacking barely leave leaving
  tired sick fed hate hates kill kills dump slash curb shun outdated outlaw pointless worthless wasteful waste wastes unfair
  unhelpful myth hurt hurts harm harms regret undo repeal
  nunca jamás jamas nada nadie ningún ningun ninguno ninguna ni tampoco apenas menos contra basta mal adiós adios fuera error
  demasiado demasiada demasiados demasiadas falta faltan dudo ya
  harto harta hartos hartas inútil inutil inútiles inutiles sobra sobran odio injusto injusta mito daña dañan prescindir`
    .trim()
    .split(/\s+/),
)
/** Verbs of stopping, whatever their ending; and the same in Spanish. */
const stopping =
  /^(stop|quit|ceas|avoid|abolish|ban(s|ned|ning)?$|eliminat|scrap|ditch|drop(s|ped|ping)?$|skip|cut(s|ting)?$|remov|refus|reject|forbid|prohibit|halt|retir|replac|reduc|limit|lose$|losing$|delet|resist|oppos|fail|dej(a|ar|e|en|emos|amos|ando|o|es)$|evit|prohib|quit|elimin|par(ar|en|emos)$|termin(ar|en|emos)$|acab(ar|en|emos)$|suprim|reduc|reduzc|limit|rechaz|abandon|olvid|forget|cancel|eradicat|discontinu|dismantl|discourag|restrict|minimi[sz]|decreas|shrink|withdraw|erradic|fren(ar|en|emos)$|perjudic|deshac|desech)/
/** A noun as often as a verb: where somebody is told to. */
const ending = /^(end|ends|ended|ending|go|goes)$/
const urging = new Set(['to', 'must', 'should', 'shall', 'lets', "let's", 'please', 'we', 'can'])
const ahead = new Set(['instead', 'without', 'unless', 'except', 'sin', 'excepto', 'salvo'])
/** Two words that turn what follows: the second of them with what stands before it. */
const aheadPairs = new Set(['rather than', 'en vez', 'en lugar'])

/** Two words that turn the rest, where neither does alone. */
const turningPairs = new Set(
  `phase out,phasing out,throw out,throwing out,toss out,give up,giving up,let go,letting go,an end,far from,too much,too many,
  do away,doing away,get rid,getting rid,down with,free of,free from,move past,move away,moving away,por qué`
    .split(',')
    .map((pair) => pair.trim()),
)

export function findTurns(words: readonly string[]): Turn[] {
  const folded = words.map((word) => word.toLowerCase().replaceAll('’', "'"))
  return folded.flatMap((word, at) => {
    const before = folded[at - 1] ?? ''
    if (ahead.has(word) || aheadPairs.has(`${before} ${word}`)) return { at, isAhead: true }
    if (turningPairs.has(`${before} ${word}`)) return { at: at - 1, isAhead: false }
    const isTurn =
      turning.has(word) ||
      word.endsWith("n't") ||
      stopping.test(word) ||
      (ending.test(word) && (at === 0 || urging.has(before)))
    return isTurn ? { at, isAhead: false } : []
  })
}

/**
 * Whether these words, cut out from `start` to `end`, would leave a turning word behind that bears on them.
 */
export function isTurnedByCut(turns: readonly Turn[], start: number, end: number): boolean {
  return turns.some(({ at, isAhead }) => at < start || (at >= end && !isAhead))
}
