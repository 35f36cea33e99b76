import { laterPosts, openingPosts, type SamplePost } from './sample-data.ts'

const openers = {
  en: [
    'Heard at our PLC today:',
    'A colleague down the hall put it best:',
    "Saved this for Monday's staff meeting:",
    "Our team's line of the week:",
    'From the notes on our lounge whiteboard:',
    'Read this to my co-teacher over lunch:',
    'We talked about this one on the drive home:',
    'Pinned above the copier now:',
  ],
  es: [
    'Lo escuché hoy en la reunión:',
    'Una compañera lo dijo mejor que nadie:',
    'Para leer el lunes con mi equipo:',
    'Lo apunté en el pizarrón de maestros:',
  ],
}
const tags = ['#rethinkingintervention', '#RethinkingIntervention', '#rethinkingIntervention']
const maxGraphemes = 300
const outsiders = new Set(['mehta', 'ali', 'washington', 'flores', 'price', 'wright'])

/**
 * Endless further posts: somebody else passes on what was said, and says so. Never the same address twice.
 */
export function createVariations(isGone: (authorId: string) => boolean): () => SamplePost {
  const sources = [...openingPosts, ...laterPosts].filter(isRepeatable)
  const authors = {
    en: listAuthors(sources),
    es: listAuthors(sources.filter((post) => post.lang === 'es')),
  }
  let count = 0
  return () => {
    for (;;) {
      const round = count
      count += 1
      // Steps without a common divisor, so that words, people and openings meet in ever other pairs.
      const source = sources[(round * 7) % sources.length]
      if (!source) continue
      const people = authors[source.lang]
      const by = people[(round * 11 + Math.floor(round / people.length)) % people.length]
      if (!by || by === source.by || isGone(by)) continue
      const choices = openers[source.lang]
      const opener = choices[(round + Math.floor(round / sources.length)) % choices.length] ?? ''
      const text = `${opener} “${stripTags(source.text).replaceAll('“', '‘').replaceAll('”', '’')}” ${tags[round % tags.length]}`
      if ([...new Intl.Segmenter().segment(text)].length > maxGraphemes) continue
      return {
        id: `v${round}`,
        by,
        text,
        lang: source.lang,
        takeaway: source.takeaway,
        spam: false,
        approve: false,
      }
    }
  }
}

/** Those who have a staff room: students and families do not speak of "our PLC". */
function listAuthors(posts: SamplePost[]): string[] {
  return [...new Set(posts.map((post) => post.by))].filter((by) => !outsiders.has(by))
}

/** Words that stand alone: no card to lose, no picture to miss, no question to somebody. */
function isRepeatable(post: SamplePost): boolean {
  return !post.spam && !post.card && !post.image && !post.reply && !post.quote && !post.text.includes('@')
}

function stripTags(text: string): string {
  return text
    .replace(/\(?[#＃]\p{L}[\p{L}\p{N}_]*\)?,?/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}
