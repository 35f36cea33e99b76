import type { Marker } from './marker.ts'

/**
 * "T3" for takeaway 3. Much else is called so, and no list of it ends: in doubt unless it is a heading ("t3:
 * …", "Add to T6: …"), begins a post or line, is a hashtag, or is plainly ours ("the T4 video", "loved T2").
 * In schools T1 to T3 are tiers of support as well (MTSS, RTI), so up to three it does not count where the
 * words around it speak of tiers. A small "t3" counts only as a heading at the start.
 */
export function findShortMarkers(text: string): Marker[] {
  const isOnTiers = schoolTiers.test(text)
  let previous: { end: number; isDoubtful: boolean } | undefined
  const found = [...text.matchAll(short)].flatMap((match) => {
    const number = Number(match[2])
    const end = match.index + match[0].length
    const after = text.slice(end, end + nearUnits)
    const before = text.slice(Math.max(0, match.index - nearUnits), match.index)
    const isAtStart = opening.test(text.slice(Math.max(0, match.index - openingUnits), match.index))
    const isHeading = isAtStart && /^\s*[:–—)-]/.test(after)
    if ((match[1] === 't' && !isHeading) || otherThing.test(after)) return []
    const speaksOfTiers =
      number <= 3 && !isHeading && (isOnTiers || tierNoun.test(after) || inTier.test(before))
    // "T1/T4": the second is what the first is.
    const isNext = previous && nextTo.test(text.slice(previous.end, match.index))
    const isOurs = isAtStart || /^\s*:/.test(after) || ofOurs.test(after) || toOurs.test(before)
    const isDoubtful = isNext ? (previous?.isDoubtful ?? true) : !isOurs
    previous = { end, isDoubtful }
    return [{ number, isHeading, isDoubtful, speaksOfTiers, written: match[0] }]
  })
  // "From T2 to T3": where one is a tier, the others are.
  const hasTier = found.some((short) => short.speaksOfTiers)
  return found
    .filter((short) => short.isHeading || short.number > 3 || !hasTier)
    .map(({ number, written, isDoubtful }) => ({ numbers: [number], written, isDoubtful }))
}

/** How much of the text on either side is looked at. */
const nearUnits = 60
/** Some people put all their hashtags first. */
const openingUnits = 300

const short = /(?<![\p{L}\p{M}\p{N}_@$]|\p{L}[-/.])([Tt])#?(\d{1,2})(?![\p{L}\p{M}\p{N}_%]|[.,]\d|-\d)/gu

const schoolTiers =
  /(?<![\p{L}])(?:MTSS|RTI|tiers?|tiered|tier\s?[123]|progress[- ]monitor\w*|pull-?outs?|push-?ins?|nivel(?:es)? de apoyo)(?![\p{L}])/iu

/** Terms of the school year, illnesses, forms, lamps: whatever the number. */
const otherThing =
  /^\s+(?:torx|ssds?|weighted|lymph\w*|weeks?|wks?|terms?|holidays?|reports?|diabet\w*|slips?|bulbs?|cells?|bus(?:es)?|trains?|trams?|lines?|routes?|stations?|terminals?|gates?|forms?|tax(?:es)?|lights?|tubes?|lamps?|phones?|vans?|trucks?|cars?|tablets?|hormones?|thyroid|levels?|vertebra\w*|fractures?|visas?)(?![\p{L}])/iu
/** What a takeaway has: "I missed the T4 video". */
const ofOurs =
  /^\s+(?:videos?|guides?|pages?|posts?|questions?|discussion|thread|chat|talk|part|actions?|takeaway)(?![\p{L}])/iu
/** A hash sign, or what people do with a takeaway and hardly with a bus. */
const toOurs =
  /#$|(?:^|[^\p{L}])(?:lov(?:e|ed|ing)|lik(?:e|ed|ing)|watch(?:ed|ing)?|agree(?:d|ing)? with|re|encant[oóa]|gust[oóa])\s+$/iu
/** Nothing but hashtags, signs and blanks before it in its line. */
const opening = /(?:^|\n)(?:[^\S\n]|[#＃][\p{L}\p{M}\p{N}_]+|[^\p{L}\p{N}#＃\s])*$/u
const nextTo = /^\s*(?:[&+,/]|and|or|y|o)\s*$/iu

const nouns = [
  'groups?|grouping|interventions?|supports?|kids?|students?|learners?|readers?|pupils?|instruction|instructional|meetings?|mtgs?|teams?',
  'blocks?|time|minutes?|mins?|data|services?|caseloads?|reading|math|literacy|phonics|behaviou?rs?|lists?|plans?|core|curriculum',
  'small|lessons?|paras?|specialists?|interventionists?|classrooms?|class|classes|slots?|referrals?|rosters?|tutoring|tutors?|screeners?',
  'progress|schedules?|programs?|strategies|staff|periods?|sessions?|level|placement|cycles?|goals?|scores?|test|tests|push|pull|needs',
  'grupos?|intervenci[oó]n(?:es)?|apoyos?|alumnos?|estudiantes?|niñ[oa]s?',
].join('|')
/**
 * What tiers have and takeaways do not, right after it or one word on; also the next tier: "T2 to T3",
 * "T1/T2".
 */
const tierNoun = new RegExp(
  String.raw`^(?:\s+|[-/]|’s\s+|'s\s+)(?:[\p{L}-]+\s+)?(?:${nouns})(?![\p{L}])`,
  'iu',
)
const inTier =
  /(?:^|[^\p{L}])(?:in(?:to)?|out of|within|from|enter(?:s|ed|ing)?|exit(?:s|ed|ing)?|leav(?:e|es|ing)|left|moved? (?:up |down )?to|placed|stays?|stayed|stuck|receiv(?:e|es|ed|ing)|gets?|getting|qualif(?:y|ies|ied)(?: for)?|refer(?:red)? (?:to|for)|en|al|del)\s+(?:a\s+|the\s+|our\s+|my\s+)?$/iu
