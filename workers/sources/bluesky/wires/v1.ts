import {
  isDid,
  isObject,
  isPlausibleTime,
  readAccount,
  readCommit,
  readIdentity,
  type StreamEvent,
} from './event.ts'

/** A frame of `/subscribe`: `{did, time_us, kind, commit|identity|account}`. Never throws. */
export function readV1(frame: unknown): StreamEvent {
  if (!isObject(frame)) return { kind: 'bad', reason: 'not_an_object' }
  const { did, time_us: timeUs, kind } = frame
  if (typeof kind !== 'string' || !kinds.has(kind)) return { kind: 'bad', reason: 'unknown_kind' }
  if (!isDid(did)) return { kind: 'bad', reason: 'bad_did' }
  if (!isPlausibleTime(timeUs)) return { kind: 'bad', reason: 'bad_time' }
  if (kind === 'commit') {
    return isObject(frame.commit)
      ? readCommit(did, timeUs, frame.commit)
      : { kind: 'bad', reason: 'bad_commit' }
  }
  if (kind === 'account') return readAccount(did, timeUs, frame.account)
  return readIdentity(did, timeUs, frame.identity)
}

const kinds = new Set(['commit', 'account', 'identity'])

/** Account and identity events come whatever the collections. A cursor too old is moved forward silently. */
export function addV1Query(
  url: URL,
  query: { collections: readonly string[]; cursorUs: number | null; maxBytes: number },
): void {
  for (const collection of query.collections) url.searchParams.append('wantedCollections', collection)
  url.searchParams.set('maxMessageSizeBytes', String(query.maxBytes))
  if (query.cursorUs !== null) url.searchParams.set('cursor', String(query.cursorUs))
}
