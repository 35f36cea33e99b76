import type { CommitEvent, JsonObject, NetworkEvent } from '@wall/workers/demo/network/network-event'
import { createRandom, type Random } from './random.ts'
import { writeWords } from './words.ts'

/**
 * A network at today's mix, unfiltered: 12 % of the events are new posts, the rest likes, follows, reposts
 * and so on (sample of 2026-07: 12 % posts, 553 bytes a frame). None of the posts has the campaign's tag.
 */
export function makeNetworkEvents(count: number, seed = 1): NetworkEvent[] {
  const random = createRandom(seed)
  const dids = Array.from({ length: 5_000 }, () => `did:plc:${random.id(24)}`)
  return Array.from({ length: count }, () => makeEvent(random, dids))
}

/** A post that answers the campaign; no two are the same. */
export function makeTaggedPost(index: number): CommitEvent {
  const random = createRandom(1_000_000 + index)
  const text = `${writeWords(random, random.count(12, 40))} #rethinkingintervention`
  return { ...commit(random, `did:plc:${random.id(24)}`, postCollection), record: makePost(random, text) }
}

const postCollection = 'app.bsky.feed.post'

function makeEvent(random: Random, dids: readonly string[]): NetworkEvent {
  const did = random.pick(dids)
  const share = random.next()
  const subject = () => makeRef(random, random.pick(dids))
  const record = (collection: string, fields: JsonObject): NetworkEvent => ({
    ...commit(random, did, collection),
    record: { $type: collection, createdAt, ...fields },
  })
  if (share < 0.12)
    return { ...commit(random, did, postCollection), record: makePost(random, undefined, dids) }
  if (share < 0.65) return record('app.bsky.feed.like', { subject: subject() })
  if (share < 0.76) return record('app.bsky.feed.repost', { subject: subject() })
  if (share < 0.88) return record('app.bsky.graph.follow', { subject: random.pick(dids) })
  if (share < 0.895) return record('app.bsky.graph.block', { subject: random.pick(dids) })
  if (share < 0.91) {
    return record('app.bsky.actor.profile', {
      displayName: writeWords(random, 2),
      description: writeWords(random, 30),
    })
  }
  if (share < 0.97) {
    const { record: _, cid: __, ...rest } = commit(random, did, random.pick(deleted))
    return { ...rest, operation: 'delete' }
  }
  if (share < 0.985) return { kind: 'identity', did, handle: `${random.id(9)}.bsky.social` }
  return { kind: 'account', did, active: true }
}

function commit(random: Random, did: string, collection: string) {
  const rev = `3m${random.id(11)}`
  return {
    kind: 'commit' as const,
    operation: 'create' as const,
    did,
    rev,
    collection,
    rkey: `3m${random.id(11)}`,
    cid: makeCid(random),
    record: {},
  }
}

function makePost(random: Random, tagged?: string, dids: readonly string[] = []) {
  const text = tagged ?? writeWords(random, random.count(6, 48))
  const tag = tagged === undefined && random.next() < 0.15 ? ` #${random.pick(tags)}` : ''
  const full = text + tag
  const hash = full.lastIndexOf('#')
  const facets = hash < 0 ? undefined : [makeTagFacet(full, hash)]
  const reply =
    dids.length > 0 && random.next() < 0.5
      ? { root: makeRef(random, random.pick(dids)), parent: makeRef(random, random.pick(dids)) }
      : undefined
  const embed = random.next() < 0.4 ? makeImages(random) : undefined
  return { $type: postCollection, createdAt, langs: [random.pick(langs)], text: full, facets, reply, embed }
}

function makeTagFacet(text: string, hash: number) {
  const byteStart = Buffer.byteLength(text.slice(0, hash))
  const tag = text.slice(hash + 1)
  return {
    $type: 'app.bsky.richtext.facet',
    features: [{ $type: 'app.bsky.richtext.facet#tag', tag }],
    index: { byteStart, byteEnd: byteStart + Buffer.byteLength(`#${tag}`) },
  }
}

function makeImages(random: Random) {
  const image = {
    alt: writeWords(random, random.count(0, 12)),
    aspectRatio: { width: 2000, height: 1500 },
    image: { $type: 'blob', ref: { $link: makeCid(random) }, mimeType: 'image/jpeg', size: 812_345 },
  }
  return { $type: 'app.bsky.embed.images', images: [image] }
}

function makeRef(random: Random, did: string) {
  return { cid: makeCid(random), uri: `at://${did}/${postCollection}/3m${random.id(11)}` }
}

function makeCid(random: Random): string {
  return `bafyrei${random.id(52)}`
}

const createdAt = '2026-02-03T04:05:06.789Z'
const langs = ['en', 'en', 'en', 'ja', 'pt', 'es', 'de']
const tags = ['edusky', 'cats', 'art', 'photography', 'teaching', 'nowplaying']
const deleted = ['app.bsky.feed.like', 'app.bsky.graph.follow', postCollection, 'app.bsky.feed.repost']
