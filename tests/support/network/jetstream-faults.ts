// Scripted bad networks for `startJetstreamServer({ onConnect })`.
import type { ConnectionScript, Link } from '@wall/workers/demo/network/subscriber'
import type { Refusal } from '@wall/workers/demo/network/subscription'
import { encodeFrame } from '@wall/workers/demo/network/ws-frame'

export type Fault = ConnectionScript | Refusal

/** Plays one fault per connection, in order; `undefined`, and all connections after the last, are good. */
export function playFaults(
  ...faults: (Fault | undefined)[]
): (connection: { count: number }) => Fault | undefined {
  return ({ count }) => faults[count - 1]
}

/** Passes `count` frames on, then cuts the line (1006). */
export function dropAfter(count: number): ConnectionScript {
  let passed = 0
  return {
    relay(frame, link) {
      if (passed >= count) return link.drop()
      link.send(frame)
      passed += 1
      if (passed >= count) link.drop()
    },
  }
}

/** Passes `count` frames on, then says nothing more while the socket stays open. */
export function stallAfter(count: number): ConnectionScript {
  let passed = 0
  return {
    relay(frame, link) {
      if (passed < count) link.send(frame)
      passed += 1
    },
  }
}

/** Sends every frame `times` times, the copies one frame late. */
export function duplicate(times = 2): ConnectionScript {
  let last: Buffer | undefined
  return {
    relay(frame, link) {
      link.send(frame)
      for (let copy = 1; copy < times; copy += 1) link.send(last ?? frame)
      last = frame
    },
  }
}

/** Holds `windowSize` frames and lets them go last first. What is left at the end stays held. */
export function reorder(windowSize: number): ConnectionScript {
  const held: Buffer[] = []
  return {
    relay(frame, link) {
      held.push(frame)
      if (held.length < windowSize) return
      for (const late of held.splice(0).reverse()) link.send(late)
    },
  }
}

/** Puts one piece of garbage before every frame; see `garbageFrames`. */
export function mixGarbage(garbage: Buffer[] = garbageFrames()): ConnectionScript {
  let next = 0
  return {
    relay(frame, link: Link) {
      const piece = garbage[next % garbage.length]
      next += 1
      if (piece) link.send(piece)
      link.send(frame)
    },
  }
}

/** A pre-upgrade answer, as of a server that is away or wants something else. */
export function refuseWith(status: number, error = 'Unavailable'): Refusal {
  return { status, error, message: 'Scripted refusal.' }
}

/** What no client should die of: not JSON, half JSON, wrong types, unknown kinds, binary, empty and huge. */
export function garbageFrames(): Buffer[] {
  const v2 = (payload: unknown) => JSON.stringify({ $type: 'message', payload })
  const kind = 'network.bsky.jetstream.subscribeEvents'
  const texts = [
    'not json',
    '',
    '{"did":"did:plc:half","kind":"com',
    'null',
    '[]',
    '42',
    '{"kind":"weather","did":"did:plc:x","time_us":1}',
    '{"kind":"commit","did":7,"time_us":"now","commit":"yes"}',
    '{"kind":"commit","did":"did:plc:x","time_us":1,"commit":null}',
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    v2({ $type: `${kind}#weather`, seq: 1 }),
    v2({ $type: `${kind}#commit`, seq: -1, did: null, operation: 'create' }),
    v2({ $type: `${kind}#account`, seq: 'x', account: 1 }),
    v2(null),
  ]
  const binary = encodeFrame(Buffer.from([0, 255, 1, 254]), 'binary')
  const huge = encodeFrame(
    JSON.stringify({ kind: 'commit', did: 'did:plc:huge', commit: { record: 'x'.repeat(2_000_000) } }),
  )
  return [...texts.map((text) => encodeFrame(text)), binary, huge]
}
