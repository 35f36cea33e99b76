import type { ModerateTranslate } from '../translate.ts'
import type { SignalSeen } from './filing-outcome.ts'

type Kind = NonNullable<SignalSeen['kind']>

const keys = {
  hashtag: 'seenHashtag',
  marker: 'seenMarker',
  reply: 'seenReply',
  thread: 'seenThread',
  quote: 'seenQuote',
  announcement_link: 'seenAnnouncementLink',
  link: 'seenLink',
  filed_reply: 'seenFiledReply',
  filed_quote: 'seenFiledQuote',
  own_thread: 'seenOwnThread',
  group: 'seenGroup',
} as const satisfies Record<Exclude<Kind, 'other'>, string>

/** What names several takeaways at once ("Takeaways 1, 2") is one reason, and is said once. */
export function gatherSignals(
  signals: readonly SignalSeen[],
): { signal: SignalSeen; takeaways: SignalSeen['takeaway'][] }[] {
  const bySeen = Map.groupBy(signals, ({ seen }) => seen.toLowerCase())
  return [...bySeen.values()].flatMap(([signal, ...more]) =>
    signal ? { signal, takeaways: [signal, ...more].map(({ takeaway }) => takeaway) } : [],
  )
}

/**
 * A signal to end a sentence with, in the reader's language; undefined when only its English words are known.
 */
export function tellSignal(t: ModerateTranslate, signal: SignalSeen): string | undefined {
  const { kind, written } = signal.kind ? signal : { ...signal, ...readSeen(signal.seen) }
  if (kind === undefined || kind === 'other') return undefined
  if ((kind === 'hashtag' || kind === 'marker') && !written) return undefined
  return t(keys[kind], { written: written ?? '' })
}

/** Older posts carry only the sentence. */
function readSeen(seen: string): { kind: Kind; written: string | null } {
  const written = /[#＃][^\s]+|(?<=“)[^”]+(?=”)/u.exec(seen)?.[0] ?? null
  if (seen.startsWith('carries the hashtag')) return { kind: 'hashtag', written }
  if (seen.startsWith('says ')) return { kind: 'marker', written }
  if (seen.startsWith('answers the announcement')) return { kind: 'reply', written: null }
  if (seen.startsWith('stands in the thread')) return { kind: 'thread', written: null }
  if (seen.startsWith('quotes the announcement')) return { kind: 'quote', written: null }
  if (seen.startsWith('links to the announcement')) return { kind: 'announcement_link', written: null }
  return { kind: seen.startsWith('links to the ') ? 'link' : 'other', written: null }
}
