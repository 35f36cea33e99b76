/** Why a frame was passed over; names of counters. */
export type BadFrame =
  | 'not_json'
  | 'not_an_object'
  | 'unknown_kind'
  | 'bad_did'
  | 'bad_time'
  | 'bad_commit'
  | 'too_big'

/**
 * What either wire of Jetstream tells, in one form. `timeUs` (unix µs, when the server witnessed it) is the
 * cursor. Records are untouched client data: parsed only when they concern us.
 */
export type StreamEvent =
  | CommitEvent
  | { kind: 'account'; did: string; timeUs: number; active: boolean; status: string | null }
  | { kind: 'identity'; did: string; timeUs: number; handle: string | null }
  /** A notice of the server about the connection, e.g. `OutdatedCursor`. */
  | { kind: 'info'; name: string }
  /** The server ends the connection, e.g. `ConsumerTooSlow`. */
  | { kind: 'error'; name: string }
  /** Fine, and none of our business; it still moves the cursor. */
  | { kind: 'other'; timeUs: number }
  | { kind: 'bad'; reason: BadFrame }

export interface CommitEvent {
  kind: 'commit'
  did: string
  timeUs: number
  rev: string
  operation: 'create' | 'update' | 'delete'
  collection: string
  rkey: string
  /** Null for deletes. */
  cid: string | null
  record: unknown
}

/** Plain values of a parsed frame; anything may be missing or of another type. */
export type Loose = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isDid(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 256 && value.startsWith('did:')
}

/**
 * Times before 2001 would be taken for a sequence number by v2 servers. However far ahead, it may be our
 * clock that is wrong: what such a frame tells is taken, and `frames.ts` sees to it that it does not move the
 * cursor.
 */
export function isPlausibleTime(timeUs: unknown): timeUs is number {
  return typeof timeUs === 'number' && timeUs >= 1e15 && timeUs < Number.POSITIVE_INFINITY
}

/** The part of a commit that both wires share. By hand and not by schema: most frames concern nobody here. */
export function readCommit(did: string, timeUs: number, commit: Loose): StreamEvent {
  const { rev, operation, collection, rkey, cid, record } = commit
  if (!isShort(rev) || !isShort(collection) || !isShort(rkey)) return { kind: 'bad', reason: 'bad_commit' }
  if (operation === 'delete') {
    return { kind: 'commit', did, timeUs, rev, operation, collection, rkey, cid: null, record: null }
  }
  if (operation !== 'create' && operation !== 'update') return { kind: 'bad', reason: 'bad_commit' }
  if (!isShort(cid) || !isObject(record)) return { kind: 'bad', reason: 'bad_commit' }
  return { kind: 'commit', did, timeUs, rev, operation, collection, rkey, cid, record }
}

export function readAccount(did: string, timeUs: number, account: unknown): StreamEvent {
  if (!isObject(account) || typeof account.active !== 'boolean') return { kind: 'bad', reason: 'bad_commit' }
  const status = isShort(account.status) ? account.status : null
  return { kind: 'account', did, timeUs, active: account.active, status }
}

export function readIdentity(did: string, timeUs: number, identity: unknown): StreamEvent {
  const handle = isObject(identity) && isShort(identity.handle) ? identity.handle : null
  return { kind: 'identity', did, timeUs, handle }
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 512
}
