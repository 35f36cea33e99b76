// Whoever reads strangers' text must not take more than the text's length to do so: a post that is eight
// times as long may take eight times as long, never sixty-four.
//
// Nothing is measured in milliseconds. The same function reads the same amount of text twice: eight short
// texts, and one that is eight times as long. Of a linear function both take the same processor time (a ratio
// of 1), of a quadratic one the long text takes eight times as much. Only what stays above 4 in all of ten
// tries counts: on a busy machine one try may be off, but not ten, since time of other processes does not
// count.
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { findAuthorName, tidyBody, tidyLine } from '@wall/db/model/shown-words'
import { foldWords } from '@wall/db/store/lists/fold-words'
import { isAboutFood } from '@wall/filing/food'
import { createNameSpotter } from '@wall/filing/ideas/name-group'
import { readProposalFeatures } from '@wall/filing/ideas/proposal-features'
import { createTermReader } from '@wall/filing/ideas/read-terms'
import { foldTag } from '@wall/filing/signals/fold-tag'
import { createSignalReader } from '@wall/filing/signals/read-signals'
import { toPlainKey } from '@wall/filing/text/plain-key'
import { createFeatureReader } from '@wall/filing/text/read-features'
import { createWordReader } from '@wall/filing/text/read-words'
import { stemWord } from '@wall/filing/text/stem-word'
import { findInitials } from '@wall/web/lib/initials'
import { markWords } from '@wall/web/lib/mark-words'
import { safeHref } from '@wall/web/lib/safe-href'
import { splitPages, weighText } from '@wall/web/screen/text-pages'
import { normaliseText } from '@wall/workers/encoders/text-key'
import { makeQuestion } from '@wall/workers/judge/question'
import { stripNames } from '@wall/workers/judge/strip-names'
import { campaignRules } from '@wall/workers/matching/campaign-rules'
import { matchPost } from '@wall/workers/matching/match-post'
import { readHandle } from '@wall/workers/sources/bluesky/interpreter'
import { toMatchable } from '@wall/workers/sources/bluesky/matchable'
import { readName } from '@wall/workers/sources/bluesky/profile'
import { cleanText, readHref } from '@wall/workers/sources/bluesky/safe-text'
import { toDraft } from '@wall/workers/sources/bluesky/to-draft'
import { expect, test } from 'vitest'

const campaign = builtInCampaign()
const rules = campaignRules(campaign, 'bluesky')
const readSignals = createSignalReader(campaign)
const readWords = createWordReader(campaign.hashtags)
const readTerms = createTermReader(campaign.hashtags)
const ref = { did: 'did:plc:a', rkey: 'a', cid: 'c', rev: null, receivedAt: 0, cdn: 'https://cdn.example' }
/** Marks over every second pair of letters, as a hostile client might set them. */
const mark = (text: string) =>
  Array.from({ length: Math.min(300, Math.floor(text.length / 4)) }, (_, at) => ({
    index: { byteStart: at * 4, byteEnd: at * 4 + 2 },
    features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'a' }],
  }))
const record = (text: string) => ({ text, facets: mark(text), tags: [text] })
const body = (text: string) => [{ kind: 'text' as const, text }]

/** What reads words of strangers, and of how many letters at most. */
const readers: Record<string, { most?: number; read(text: string): unknown }> = {
  'the match with the campaign': { read: (text) => matchPost(toMatchable(record(text)), rules) },
  'a tag': { most: 1_000, read: foldTag },
  'a record': { most: 2_900, read: (text) => toDraft(record(text), ref) },
  'text as it comes': { read: cleanText },
  'an address': { most: 4_000, read: readHref },
  'a name': { most: 2_000, read: readName },
  'a handle': { most: 253, read: readHandle },
  'what names a takeaway': { read: (text) => readSignals({ text, tags: [text], links: [text] }) },
  'words for the model': { most: 6_000, read: readWords },
  'features of words': { most: 6_000, read: (text) => createFeatureReader([]).read(readWords(text)) },
  'the stem of a word': { read: stemWord },
  'terms of ideas': { read: readTerms },
  'features of ideas': { read: (text) => readProposalFeatures(text, readWords) },
  'names of people': { read: (text) => createNameSpotter([text])('ana') },
  'a food advert': { read: isAboutFood },
  'the key of a text': { read: toPlainKey },
  'a text for the encoder': { read: normaliseText },
  'a question to the judge': { most: 3_000, read: (text) => makeQuestion(text, campaign) },
  'a text without names': { most: 3_000, read: (text) => stripNames(text, ['Jordan Lee', 'j.lee.example']) },
  'words for search': { read: foldWords },
  'a text as it is shown': { read: (text) => tidyBody([{ text }, { text }]) },
  'a line as it is shown': { read: tidyLine },
  'a name as it is shown': { read: (text) => findAuthorName({ displayName: text, handle: null }) },
  initials: { most: 2_000, read: findInitials },
  'words that are marked': { read: (text) => markWords(text, ['a', '1-1', text.slice(0, 20)]) },
  'an address on a page': { most: 4_000, read: safeHref },
  'pages on the screen': { read: (text) => splitPages(body(text), 200) },
  'the weight of a text': { read: (text) => weighText(body(text)) },
}

/** Beginning, what is repeated, end. */
const hostile: [string, string, string][] = [
  ['', 'a', '!'],
  ['#', '1-', ''],
  ['', '1 (', ''],
  ['1', ' ', 'x'],
  ['a', ' ', 'b'],
  ['a', '\n', 'b'],
  ['a', ' \u2800\n', 'b'],
  ['takeaways 1', '+1 ', ''],
  ['takeaways 1', ', 2', ''],
  ['', 'takeaway 1 ', ''],
  ['takeaway', ' ', 'x'],
  ['takeaway 1', ' - ', 'x'],
  ['', 'T3 ', ''],
  ['', 'takeaway', ''],
  ['', 'a.', ''],
  ['', 'a.b/ ', ''],
  ['', 'a-', '@'],
  ['', 'a@', ''],
  ['', '@', ''],
  ['', '@a.', ' '],
  ['', '#', ''],
  ['', '#a', ''],
  ['', 'x#rethinkingintervention a.b/c ', ''],
  ['', 'https://', ''],
  ['', 'www.', ''],
  ['', '(http://a', ''],
  ['', '[', ''],
  ['', "a'", ''],
  ['', 'aA', ''],
  ['', '_', ''],
  ['', '<', ''],
  ['a', '\u0301', ''],
  ['', '\u200b', 'a'],
  ['#rethinkingintervention', '\u200b', 'a'],
  ['', '\u202e\u200f', 'א'],
  ['', 'ℹ️', ''],
  ['', '👩‍🏫', ''],
  ['', '½', ''],
  ['', 'İ', ''],
  ['', 'ab ba ', ''],
  ['', 'pizza', ''],
  ['', 'the ', ''],
  ['', 'Ana Bo ', ''],
  ['', '先', ''],
]

const times = 8

test.each(Object.entries(readers))(
  '%s is read in a time that grows with its length only',
  (_, { read, most = 9_600 }) => {
    const slow = hostile.flatMap(([begin, repeated, end]) => {
      const make = (length: number) => {
        const room = length - begin.length - end.length
        return begin + repeated.repeat(Math.max(1, Math.floor(room / repeated.length))) + end
      }
      const short = make(most / times)
      const long = make(most)
      const least = findLeastRatio(read, short, long)
      return least > 4 ? [`${JSON.stringify([begin, repeated, end])}: ${least.toFixed(1)}`] : []
    })
    expect(slow).toEqual([])
  },
)

function findLeastRatio(read: (text: string) => unknown, short: string, long: string): number {
  read(short)
  let rounds = 1
  while (measure(() => read(long), rounds) < 500 && rounds < 512) rounds *= 2
  let least = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < 10 && least > 4; tries += 1) {
    const forShort = measure(() => read(short), rounds * times)
    const forLong = measure(() => read(long), rounds)
    least = Math.min(least, forLong / Math.max(forShort, 1))
  }
  return least
}

/** Microseconds of this process's own time. */
function measure(run: () => unknown, rounds: number): number {
  const before = process.cpuUsage()
  for (let round = 0; round < rounds; round += 1) run()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
