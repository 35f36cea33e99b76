// What a store can be asked to do, as plain data that a random generator makes and shrinks. Commands name
// posts, campaigns and decisions by what they are, not by ids, so that the same command means the same on
// every engine.
import type { AuthorChange } from '@wall/db/model/author'
import type { NewPost } from '@wall/db/model/post'
import type { Removal } from '@wall/db/model/source'
import { postStandings } from '@wall/db/model/standing'
import fc from 'fast-check'
import { queries, texts } from './command-words.ts'
import { type NodeCommand, nodeWrite } from './node-commands.ts'
import { makePost } from './posts.ts'

const network = 'bluesky'
export const campaignSlugs = ['one', 'two'] as const
const people = ['did:plc:ana', 'did:plc:bo', 'did:plc:cy']
export const uris = people.flatMap((did) =>
  [1, 2, 3].map((number) => `at://${did}/app.bsky.feed.post/${number}`),
)

const uri = fc.constantFrom(...uris)
const did = fc.constantFrom(...people)
const slug = fc.constantFrom(...campaignSlugs)
const takeaway = fc.constantFrom(null, 1, 2, 3)
const standing = fc.constantFrom(...postStandings)
const rev = fc.constantFrom(null, '3a', '3b', '3c', '3d')
const labels = fc.subarray(['!hide', 'porn', 'harmless', '!no-unauthenticated'], { maxLength: 2 })
const rarely = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4, nil: undefined })

const post: fc.Arbitrary<NewPost> = fc
  .record({
    uri,
    cid: fc.constantFrom('cid-1', 'cid-2', 'cid-3'),
    rev,
    text: fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'grapheme', maxLength: 30 })),
    sortAt: fc.integer({ min: -3 * 86_400_000, max: 3 * 86_400_000 }).map((ms) => 1_700_000_000_000 + ms),
    takeaway,
    selfLabels: labels,
    hasCard: fc.boolean(),
    pictures: fc.array(fc.constantFrom('a garden', 'ünï\u0000code', ''), { maxLength: 2 }),
  })
  .map(({ takeaway, hasCard, pictures, ...given }) =>
    makePost({
      ...given,
      card: hasCard ? { href: 'https://example.org/', title: `Card of ${given.cid}` } : null,
      media: pictures.map((alt, index) => ({
        ...{ kind: 'image' as const, url: `https://cdn.example/${given.cid}/${index}.jpg`, alt },
        ...{ width: index === 0 ? 4 : null, height: index === 0 ? 3 : null },
      })),
      filing: {
        ...{
          takeaway,
          by: takeaway === null ? null : ('rule' as const),
          confidence: takeaway === null ? 0 : 0.1 + 0.2,
        },
        ...{ reason: `A rule: ${given.text}`, suggestions: [{ takeaway: 1, confidence: 1 / 3 }] },
      },
    }),
  )

const removal: fc.Arbitrary<Removal> = fc.record({
  network: fc.constant(network),
  uri,
  rev,
  why: fc.constantFrom('deleted' as const, 'untagged' as const),
})

const authorChange: fc.Arbitrary<AuthorChange> = fc
  .record({
    networkId: fc.oneof(did, fc.constant('did:plc:stranger')),
    handle: rarely(fc.constantFrom('ana.test', 'other.test', null)),
    displayName: rarely(fc.string({ unit: 'binary', maxLength: 8 })),
    avatarUrl: rarely(fc.constantFrom('https://cdn.example/a.jpg', null)),
    standing: fc.option(fc.constantFrom('active' as const, 'hidden' as const, 'gone' as const), {
      freq: 1,
      nil: undefined,
    }),
    wishes: rarely(fc.constantFrom('public' as const, 'signed-in-only' as const, 'none' as const)),
    labels: rarely(labels),
  })
  .map(({ networkId, ...news }) => {
    const told = Object.entries(news).filter(([, value]) => value !== undefined)
    return { network, networkId, ...Object.fromEntries(told) }
  })

const verification = fc.record({
  network: fc.constant(network),
  post: fc.option(post, { freq: 6 }),
  uri,
  labels,
  isMatch: fc.constantFrom(true, true, true, false),
})

const verifications = fc
  .array(verification, { maxLength: 4 })
  .map((all) => all.map((one) => ({ ...one, post: one.post && { ...one.post, uri: one.uri } })))
const owner = fc.constantFrom('worker one', 'worker two')

const page = { limit: fc.integer({ min: 1, max: 4 }) }
/** 0: as the post stands now; else a version that is not the newest. */
const behind = fc.constantFrom(0, 0, 0, 0, 1)
const write = {
  batch: fc.record({
    kind: fc.constant('batch' as const),
    slug,
    posts: fc.array(post, { maxLength: 4 }),
    removals: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Removal[]>([]) },
      { weight: 1, arbitrary: fc.array(removal, { maxLength: 2 }) },
    ),
    authorChanges: fc.oneof(
      { weight: 3, arbitrary: fc.constant<AuthorChange[]>([]) },
      { weight: 1, arbitrary: fc.array(authorChange, { maxLength: 2 }) },
    ),
    cursor: fc.string({ maxLength: 4 }),
  }),
  verify: fc.record({
    kind: fc.constant('verify' as const),
    slug,
    verifications,
    authors: fc.array(authorChange, { maxLength: 1 }),
  }),
  confirm: fc.record({ kind: fc.constant('confirm' as const), slug, uri }),
  decide: fc.record({
    kind: fc.constant('decide' as const),
    slug,
    uri,
    behind,
    standing,
    takeaway: rarely(fc.constantFrom(null, 1, 2, 3, 9)),
  }),
  refile: fc.record({
    kind: fc.constant('refile' as const),
    slug,
    uri,
    behind,
    takeaway: fc.constantFrom(null, 1, 2, 3, 9),
  }),
  /** The so-manieth decision from the end. */
  undo: fc.record({ kind: fc.constant('undo' as const), slug, back: fc.nat({ max: 3 }) }),
  claim: fc.record({
    kind: fc.constant('claim' as const),
    slug,
    owner,
    limit: fc.integer({ min: 1, max: 4 }),
    // The last is over before the next command.
    leaseMs: fc.constantFrom(5_000, 3_600_000, 3_600_000, -1),
  }),
  /** The so-manieth claim from the end, perhaps lost by now, perhaps of another campaign. */
  answer: fc.record({
    kind: fc.constant('answer' as const),
    slug,
    back: fc.nat({ max: 2 }),
    verifications,
    authors: fc.array(authorChange, { maxLength: 1 }),
  }),
  return: fc.record({ kind: fc.constant('return' as const), slug, owner }),
  postpone: fc.record({
    kind: fc.constant('postpone' as const),
    slug,
    back: fc.nat({ max: 2 }),
    inMs: fc.integer({ min: 0, max: 100_000 }),
  }),
  /** Claims what waits and files it, so surely. */
  file: fc.record({
    kind: fc.constant('file' as const),
    slug,
    model: fc.constantFrom('m1', 'm2'),
    limit: fc.integer({ min: 1, max: 4 }),
    takeaway: fc.constantFrom(null, null, 2),
    confidence: fc.constantFrom(0.2, 0.59, 0.6, 0.95),
  }),
  /**
   * A language model about the post it is to be asked about, else about any; `isLate`: of words that are
   * others by now.
   */
  ask: fc.record({
    kind: fc.constant('ask' as const),
    slug,
    uri,
    judge: fc.constantFrom('j1', 'j2'),
    isLate: fc.constantFrom(false, false, true),
    says: fc.option(fc.record({ takeaway, confidence: fc.constant(1 / 3), reason: fc.string() })),
  }),
  campaign: fc.record({
    kind: fc.constant('campaign' as const),
    slug,
    name: fc.constantFrom('One', 'Two\u0000'),
    takeaways: fc.subarray([1, 2, 3]),
    /** Those of them that wait for their day. */
    unreleased: fc.subarray([1, 2, 3], { maxLength: 2 }),
  }),
  source: fc.record({ kind: fc.constant('source' as const), slug, settings: fc.jsonValue() }),
  invite: fc.record({
    kind: fc.constant('invite' as const),
    tokenHash: fc.constantFrom('t1', 't2'),
    isFirstAdmin: fc.boolean(),
  }),
  accept: fc.record({
    kind: fc.constant('accept' as const),
    tokenHash: fc.constantFrom('t1', 't2'),
    email: fc.constantFrom('a@example.org', 'A@Example.org', 'b@example.org'),
  }),
  wait: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 5_000, 120_000, 3_600_000) }),
}
const read = {
  wall: fc.record({ kind: fc.constant('wall' as const), slug, perTakeaway: fc.integer({ min: 1, max: 3 }) }),
  shown: fc.record({ kind: fc.constant('shown' as const), slug, takeaway, ...page }),
  queue: fc.record({
    kind: fc.constant('queue' as const),
    slug,
    standing,
    takeaway: rarely(takeaway),
    ...page,
  }),
  log: fc.record({
    kind: fc.constant('log' as const),
    slug,
    seq: fc.nat({ max: 20 }),
    publicOnly: fc.boolean(),
    ...page,
  }),
  decisions: fc.record({ kind: fc.constant('decisions' as const), slug, uri }),
  overview: fc.record({
    kind: fc.constant('overview' as const),
    slug,
    offsetMinutes: fc.integer({ min: -840, max: 840 }),
    days: fc.nat({ max: 6 }),
  }),
  search: fc.record({
    kind: fc.constant('search' as const),
    slug,
    words: fc.oneof(fc.constantFrom(...queries), fc.string({ unit: 'binary', maxLength: 6 })),
    takeaway: rarely(takeaway),
    standing: rarely(standing),
    ...page,
  }),
  known: fc.record({ kind: fc.constant('known' as const), slug }),
}

type Value<T> = T extends fc.Arbitrary<infer V> ? V : never
export type WriteCommand = Value<(typeof write)[keyof typeof write]> | NodeCommand
export type Command = WriteCommand | Value<(typeof read)[keyof typeof read]>

/** Often what leads to posts on the wall, seldom what takes everything away. */
export const anyWrite: fc.Arbitrary<WriteCommand> = fc.oneof(
  { weight: 6, arbitrary: write.batch },
  { weight: 3, arbitrary: write.verify },
  { weight: 5, arbitrary: write.confirm },
  { weight: 6, arbitrary: write.decide },
  { weight: 2, arbitrary: write.refile },
  { weight: 2, arbitrary: write.undo },
  { weight: 3, arbitrary: write.claim },
  { weight: 3, arbitrary: write.answer },
  { weight: 1, arbitrary: write.postpone },
  { weight: 1, arbitrary: write.return },
  { weight: 3, arbitrary: write.file },
  { weight: 2, arbitrary: write.ask },
  { weight: 1, arbitrary: write.campaign },
  { weight: 1, arbitrary: write.source },
  { weight: 1, arbitrary: write.invite },
  { weight: 1, arbitrary: write.accept },
  { weight: 2, arbitrary: write.wait },
  { weight: 7, arbitrary: nodeWrite },
)
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 2, arbitrary: anyWrite },
  { weight: 1, arbitrary: fc.oneof(...Object.values(read)) },
)
