import type { NetworkEvent } from './network-event.ts'

/** The two shapes Jetstream speaks; see `docs/README.md` §5.1 and §5.2 of bluesky-social/jetstream. */
export type Wire = 'v1' | 'v2'

export const wirePaths: Record<Wire, string> = {
  v1: '/subscribe',
  v2: '/xrpc/network.bsky.jetstream.subscribeEvents',
}

/** `seq` is this server's own order, `timeUs` the moment it saw the event. */
export interface Stamp {
  seq: number
  timeUs: number
}

export function formatMessage(wire: Wire, event: NetworkEvent, stamp: Stamp): string {
  return JSON.stringify(wire === 'v1' ? shapeV1(event, stamp) : shapeV2(event, stamp))
}

/** An advisory of the second wire; it has no `seq`. */
export function formatInfo(name: 'OutdatedCursor' | 'FutureCursor', message: string): string {
  return JSON.stringify({ $type: 'message', payload: { $type: typeV2('info'), name, message } })
}

function shapeV1(event: NetworkEvent, { seq, timeUs }: Stamp): object {
  const { kind, did, ...rest } = event
  const envelope = { did, time_us: timeUs, cursor: seq, kind }
  if (event.kind === 'commit') return { ...envelope, commit: rest }
  return { ...envelope, [kind]: { did, ...rest, seq, time: formatTime(timeUs) } }
}

function shapeV2(event: NetworkEvent, { seq, timeUs }: Stamp): object {
  const { kind, did, ...rest } = event
  const time = formatTime(timeUs)
  const envelope = { $type: typeV2(kind), seq, did, time, witnessedAt: time }
  const payload =
    event.kind === 'commit' ? { ...envelope, ...rest } : { ...envelope, [kind]: { did, ...rest, seq, time } }
  return { $type: 'message', payload }
}

function typeV2(name: string): string {
  return `network.bsky.jetstream.subscribeEvents#${name}`
}

/** RFC 3339 with exactly six fractional digits. */
function formatTime(timeUs: number): string {
  const micros = String(timeUs % 1000).padStart(3, '0')
  return new Date(Math.floor(timeUs / 1000)).toISOString().replace('Z', `${micros}Z`)
}
