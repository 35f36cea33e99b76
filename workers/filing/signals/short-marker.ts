import type { Marker } from './marker.ts'

/**
 * "T3" for takeaway 3. In schools T1 to T3 are tiers of support as well (MTSS, RTI), so up to three it does not count where
 * the words around it speak of tiers. A small "t3" counts only as a heading at the start: "t3: …".
 */
export function findShortMarkers(text: string): Marker[] {
  const opening = /^(?:\s|#[\p{L}\p{M}\p{N}_]+|[^\p{L}\p{N}#])*/u.exec(text)?.[0].length ?? 0
  const isOnTiers = schoolTiers.test(text)
  const found = [...text.matchAll(short)].flatMap((match) => {
    const number = Number(match[2])
    const end = match.index + match[0].length
    const after = text.slice(end, end + nearUnits)
    const isHeading = match.index <= opening && /^\s*[:–—)-]/.test(after)
    if ((match[1] === 't' && !isHeading) || otherThing.test(after)) return []
    const before = text.slice(Math.max(0, match.index - nearUnits), match.index)
    if (!isHeading && onTheWay.test(before) && !ofOurs.test(after)) return []
    const speaksOfTiers =
      number <= 3 && !isHeading && (isOnTiers || tierNoun.test(after) || inTier.test(before))
    return [{ number, isHeading, speaksOfTiers, written: match[0] }]
  })
  // "From T2 to T3": where one is a tier, the others are.
  const hasTier = found.some((short) => short.speaksOfTiers)
  return found
    .filter((short) => short.isHeading || short.number > 3 || !hasTier)
    .map((short) => ({ numbers: [short.number], written: short.written }))
}

/** How much of the text on either side is looked at. */
const nearUnits = 60

const short = /(?<![\p{L}\p{M}\p{N}_@$]|\p{L}[-/.])([Tt])#?(\d{1,2})(?![\p{L}\p{M}\p{N}_%]|[.,]\d|-\d)/gu

const schoolTiers =
  /(?<![\p{L}])(?:MTSS|RTI|tiers?|tiered|tier\s?[123]|progress[- ]monitor\w*|pull-?outs?|push-?ins?|nivel(?:es)? de apoyo)(?![\p{L}])/iu

/** Terms of the school year, illnesses, forms, lamps: whatever the number. */
const otherThing =
  /^\s+(?:weeks?|wks?|terms?|holidays?|reports?|diabet\w*|slips?|bulbs?|cells?|bus(?:es)?|trains?|trams?|lines?|routes?|stations?|terminals?|gates?|forms?|tax(?:es)?|lights?|tubes?|lamps?|phones?|vans?|trucks?|cars?|tablets?|hormones?|thyroid|levels?|vertebra\w*|fractures?|visas?)(?![\p{L}])/iu
/** What a takeaway has: "I missed the T4 video". */
const ofOurs =
  /^\s+(?:videos?|guides?|pages?|posts?|questions?|discussion|thread|chat|talk|part|actions?|takeaway)(?![\p{L}])/iu
/** Whoever takes, rides or waits for a T6 means none of ours, nor does "terminal T4". */
const onTheWay =
  /(?:^|[^\p{L}])(?:(?:took|takes?|taking|rides?|rode|riding|caught|catch(?:es|ing)?|boards?|boarded|boarding|miss(?:ed)?|dr[io]ves?|driving|wait(?:ed|ing)? for|tom[eéoó]|tomar|cog[ií]|coger|cojo|perd[ií])\s+(?:the|a|an|my|our|your|his|her|el|la|un|una|mi)|on the|terminal|gate|bus|tram|train|line|route|platform|flight|l[ií]nea|autob[uú]s|tren|puerta|formulario|form)\s+$/iu

const nouns = [
  'groups?|grouping|interventions?|supports?|kids?|students?|learners?|readers?|pupils?|instruction|instructional|meetings?|mtgs?|teams?',
  'blocks?|time|minutes?|mins?|data|services?|caseloads?|reading|math|literacy|phonics|behaviou?rs?|lists?|plans?|core|curriculum',
  'small|lessons?|paras?|specialists?|interventionists?|classrooms?|class|classes|slots?|referrals?|rosters?|tutoring|tutors?|screeners?',
  'progress|schedules?|programs?|strategies|staff|periods?|sessions?|level|placement|cycles?|goals?|scores?|test|tests|push|pull|needs',
  'grupos?|intervenci[oó]n(?:es)?|apoyos?|alumnos?|estudiantes?|niñ[oa]s?',
].join('|')
/** What tiers have and takeaways do not, right after it or one word on; also the next tier: "T2 to T3", "T1/T2". */
const tierNoun = new RegExp(
  String.raw`^(?:\s+|[-/]|’s\s+|'s\s+)(?:[\p{L}-]+\s+)?(?:${nouns})(?![\p{L}])`,
  'iu',
)
const inTier =
  /(?:^|[^\p{L}])(?:in(?:to)?|out of|within|from|enter(?:s|ed|ing)?|exit(?:s|ed|ing)?|leav(?:e|es|ing)|left|moved? (?:up |down )?to|placed|stays?|stayed|stuck|receiv(?:e|es|ed|ing)|gets?|getting|qualif(?:y|ies|ied)(?: for)?|refer(?:red)? (?:to|for)|en|al|del)\s+(?:a\s+|the\s+|our\s+|my\s+)?$/iu
