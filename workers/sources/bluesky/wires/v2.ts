import {
  isDid,
  isObject,
  isPlausibleTime,
  readAccount,
  readCommit,
  readIdentity,
  type StreamEvent,
} from './event.ts'

const prefix = 'network.bsky.jetstream.subscribeEvents#'

/** A frame of `network.bsky.jetstream.subscribeEvents` (lexicon of that name). Never throws. */
export function readV2(frame: unknown): StreamEvent {
  if (!isObject(frame)) return { kind: 'bad', reason: 'not_an_object' }
  if (frame.$type === 'error') return { kind: 'error', name: shortName(frame.error) }
  const payload = frame.payload
  if (frame.$type !== 'message' || !isObject(payload)) return { kind: 'bad', reason: 'unknown_kind' }
  const type = payload.$type
  if (typeof type !== 'string' || !type.startsWith(prefix)) return { kind: 'bad', reason: 'unknown_kind' }
  const kind = type.slice(prefix.length)
  if (kind === 'info') return { kind: 'info', name: shortName(payload.name) }

  const { did } = payload
  if (!isDid(did)) return { kind: 'bad', reason: 'bad_did' }
  // Cursors count by the witnessed time; older servers tell only the display time, which is the same there.
  const timeUs = readTimeUs(payload.witnessedAt ?? payload.time)
  if (!isPlausibleTime(timeUs)) return { kind: 'bad', reason: 'bad_time' }
  if (kind === 'commit') return readCommit(did, timeUs, payload)
  if (kind === 'account') return readAccount(did, timeUs, payload.account)
  if (kind === 'identity') return readIdentity(did, timeUs, payload.identity)
  return kind === 'sync' ? { kind: 'other', timeUs } : { kind: 'bad', reason: 'unknown_kind' }
}

/** The parameter names of v1 are an error here, and so is any frame from the client. */
export function addV2Query(
  url: URL,
  query: { collections: readonly string[]; cursorUs: number | null; maxBytes: number },
): void {
  for (const kind of ['commit', 'account', 'identity']) url.searchParams.append('kinds', kind)
  for (const collection of query.collections) url.searchParams.append('collections', collection)
  url.searchParams.set('maxMessageSizeBytes', String(query.maxBytes))
  if (query.cursorUs !== null) url.searchParams.set('cursor', String(query.cursorUs))
}

/** RFC 3339 with up to six digits of a second, which `Date` cuts to three. */
function readTimeUs(value: unknown): number {
  if (typeof value !== 'string' || value.length > 40) return Number.NaN
  const ms = Date.parse(value)
  const digits = /\.\d{3}(\d{1,3})/.exec(value)?.[1]
  return ms * 1000 + (digits ? Number(digits.padEnd(3, '0')) : 0)
}

function shortName(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 60) : 'unnamed'
}
