import { anyCase, numberPattern, readNumber } from './number-words.ts'

export interface Marker {
  numbers: number[]
  /** As written, in one line. */
  written: string
  /** It may as well mean something else ("Takeaway 4 me", "I took the T6"): it suggests and never files. */
  isDoubtful: boolean
}

/**
 * Takeaways named in words: "Takeaway 3", "takeaway #3", "Takeaway three", "takeaways 2 and 5", "Conclusión
 * 3". Not "takeaway: 3 things", "my takeaway 3 weeks in", "in conclusion 3 …", "the takeaway one gets",
 * "takeaway 3.5". In doubt where the figure may count what follows or stand for a word, unless a sign says
 * that it is a number ("#4 me").
 */
export function findMarkers(text: string, takeawayCount: number): Marker[] {
  return [...text.matchAll(marker)].flatMap((match) => {
    const { name = '', gap: between = '', number = '', more = '' } = match.groups ?? {}
    const before = text.slice(Math.max(0, match.index - 12), match.index)
    if (/^conclus/i.test(name) && /(?:^|[^\p{L}])(?:in|en|em|como|de)\s+$/iu.test(before)) return []
    if (/^\p{L}/u.test(number) && number === number.toLowerCase() && determiner.test(before)) return []
    const isSigned = /[#№\p{L}º°]/u.test(between)
    const end = match.index + name.length + between.length + number.length
    if (!isSigned && matchesAt(timeOrShare, text, end)) return []
    const isDoubtful = !isSigned && matchesAt(otherSense, text, end)
    const numbers = new Set([readNumber(number), ...readMore(readNumber(number), more, takeawayCount)])
    // Whoever names a thousand is quoted with the first of them: each number carries what was written.
    const written = match[0].slice(0, maxWritten).trim().replace(/\s+/g, ' ')
    return [{ numbers: [...numbers], written, isDoubtful }]
  })
}

function matchesAt(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at
  return sticky.test(text)
}

/** "2 and 5" names two, "1-3" and "1 to 3" name three; "3/6" is the third of six when there are six. */
function readMore(first: number, more: string, takeawayCount: number): number[] {
  const others = [...more.matchAll(new RegExp(numberPattern, 'g'))].map((match) => readNumber(match[0]))
  const last = others.at(-1)
  if (last === undefined) return []
  if (/^\s*\//.test(more) && others.length === 1 && last === takeawayCount) return []
  const isRange =
    /^\s*(?:[-–—]|to\b|through\b|thru\b|al?\b)/.test(more) && others.length === 1 && last > first
  return isRange
    ? Array.from({ length: Math.min(last - first, 99) }, (_, index) => first + 1 + index)
    : others
}

const maxWritten = 80

const names = [
  `${anyCase('take')}-?${anyCase('away')}[sS]?`,
  `${anyCase('take')} ${anyCase('away')}[sS]?(?=\\s*#|\\s+(?:number|no\\.))`,
  `${anyCase('conclusi')}[oóOÓ][nN](?:[eE]?[sS])?`,
  `${anyCase('conclus')}(?:ão|ões)`,
]
// Each part ends where the next begins: a run of spaces is read one way only, however long somebody makes it.
const gap = String.raw`(?:[^\S\n]*(?:\([^\S\n]*)?(?:(?:#|№|[nN]\.?[º°o]\.?|[nN]o\.|(?:[nN]umber|[nN][uú]m(?:ero)?\.?)(?![\p{L}]))[^\S\n]*)?|[-_])`
/** What is counted, and when. What may be a verb ("points", "may") is not among them. */
const otherUnits = [
  'more (?:thing|idea|thought|word|point|time|question|reason)s?|things?|ideas?|thoughts?|reasons?|a (?:day|week|month|year)',
  'meals?|dinners?|lunch(?:es)?|pizzas?|curr(?:y|ies)|coffees?|boxes|cups?|cosas?|puntos?|palabras?|personas?',
  "am|pm|a\\.m|p\\.m|o['’]?clock|euros?|dollars?|bucks|pounds?|quid|pesos?|cents?",
  'January|February|March|April|June|July|August|September|October|November|December',
  '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bados?|domingos?',
  'de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)',
].join('|')
const ends = String.raw`(?![\p{L}\p{M}\p{N}_%]|[.,:]\d)`
const timesOrShares = String.raw`\s+(?:percent|por ciento|nights?|days?|weeks?|months?|years?|yrs?|hours?|hrs?|minutes?|mins?|seconds?|times|noches?|d[ií]as?|semanas?|meses|años?|horas?|minutos?|veces|for\s+(?:1|one|the price))(?![\p{L}])`
/** What is counted, prices, and figures in place of words ("4 me", "2 go"). */
const otherSenses = String.raw`\s*[€$£¥₹]|\s+(?:${otherUnits})(?![\p{L}])|(?<=4)\s+(?:me|u|you|us|him|her|them|ur|your|our|their|everyone|everybody|anyone|sure|free|sale|dinner|lunch|parents)(?![\p{L}])|(?<=2)\s+(?:go|be|me|u|much|many|far|late|eat|share|remember|night|nite|morrow)(?![\p{L}])`
const timeOrShare = new RegExp(timesOrShares, 'uy')
const otherSense = new RegExp(otherSenses, 'uy')
const afterMore = `${ends}(?!${timesOrShares}|${otherSenses})`
const joint = String.raw`(?:\s*[&+/]\s*|[-–—]|\s+(?:and|or|y|e|o|et|ou|to|through|thru|al?)\s+|(?<=[sS]\b[^.!?\n]{0,60}),\s*(?:and\s+|y\s+|&\s*)?)`
const marker = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}_#@])(?<name>${names.join('|')})(?<gap>${gap})(?<number>${numberPattern})${ends}` +
    String.raw`(?<more>(?:${joint}(?:${names[0]}\s*)?#?(?:${numberPattern})${afterMore})*)`,
  'gu',
)
const determiner =
  /(?:^|[^\p{L}])(?:the|a|an|my|our|your|his|her|their|that|this|any|every|no|each|only|una|mi|un)\s+$/iu
