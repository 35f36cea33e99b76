import type { NetworkEvent } from './network-event.ts'
import { type Wire, wirePaths } from './wires.ts'

/** What a client asked for. `cursor` below 1e15 is a seq, else microseconds; null goes live. */
export interface Subscription {
  wire: Wire
  cursor: number | null
  wants(event: NetworkEvent): boolean
}

export interface Refusal {
  status: number
  error: string
  message: string
}

const kinds = ['commit', 'identity', 'account', 'sync']
const parametersV2 = new Set([
  'cursor',
  'kinds',
  'dids',
  'collections',
  'maxMessageSizeBytes',
  'zstdDictionary',
])

export function parseSubscription(url: URL): Subscription | Refusal {
  if (url.pathname === wirePaths.v1) return parseV1(url.searchParams)
  if (url.pathname === wirePaths.v2) return parseV2(url.searchParams)
  return { status: 404, error: 'NotFound', message: 'There is no such stream.' }
}

/**
 * Here `account` and `identity` pass whatever collections are wanted; bad values are ignored, as the old
 * server does.
 */
export function parseV1(query: URLSearchParams): Subscription {
  const wantsCommit = createCommitFilter(query.getAll('wantedCollections'))
  const dids = new Set(query.getAll('wantedDids'))
  const cursor = Number(query.get('cursor') ?? Number.NaN)
  return {
    wire: 'v1',
    cursor: Number.isSafeInteger(cursor) && cursor >= 0 ? cursor : null,
    wants: (event) => (dids.size === 0 || dids.has(event.did)) && wantsCommit(event),
  }
}

function parseV2(query: URLSearchParams): Subscription | Refusal {
  const unknown = [...query.keys()].find((name) => !parametersV2.has(name))
  if (unknown) return refuse(`${unknown} is not a parameter of this stream`)
  if (query.has('zstdDictionary'))
    return { ...refuse('no such dictionary here'), error: 'UnknownZstdDictionary' }
  const wantedKinds = query.getAll('kinds')
  const badKind = wantedKinds.find((kind) => !kinds.includes(kind))
  if (badKind) return refuse(`unknown kind ${badKind}`)
  const collections = query.getAll('collections')
  if (collections.length > 0 && wantedKinds.length > 0 && !wantedKinds.includes('commit')) {
    return refuse('collections can never apply without the kind commit')
  }
  const cursor = Number(query.get('cursor') ?? 0)
  if (!Number.isSafeInteger(cursor) || cursor < 0) return refuse('cursor is not a whole number')
  const wantsCommit = createCommitFilter(collections)
  const dids = new Set(query.getAll('dids'))
  return {
    wire: 'v2',
    cursor: query.has('cursor') ? cursor : null,
    wants: (event) =>
      (wantedKinds.length === 0 || wantedKinds.includes(event.kind)) &&
      (dids.size === 0 || dids.has(event.did)) &&
      wantsCommit(event),
  }
}

function refuse(message: string): Refusal {
  return { status: 400, error: 'InvalidRequest', message }
}

/** Constrains commits only. `prefix.*` takes all collections that begin so. */
function createCommitFilter(patterns: string[]): (event: NetworkEvent) => boolean {
  const exact = new Set(patterns)
  const prefixes = patterns.filter((pattern) => pattern.endsWith('.*')).map((pattern) => pattern.slice(0, -1))
  if (patterns.length === 0) return () => true
  return (event) =>
    event.kind !== 'commit' ||
    exact.has(event.collection) ||
    prefixes.some((prefix) => event.collection.startsWith(prefix))
}
