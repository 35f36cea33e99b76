import { isLoopback } from '../../loopback.ts'
import type { StreamEvent } from './wires/event.ts'
import { addV1Query, readV1 } from './wires/v1.ts'
import { addV2Query, readV2 } from './wires/v2.ts'

interface Query {
  collections: readonly string[]
  cursorUs: number | null
  maxBytes: number
}

/** One Jetstream server and how to talk with it. */
export interface Host {
  /** For people: `jetstream.us-west.bsky.network`. */
  name: string
  wire: 'v1' | 'v2'
  address(query: Query): string
  readFrame(frame: unknown): StreamEvent
}

const v2Path = '/xrpc/network.bsky.jetstream.subscribeEvents'

/**
 * Reads an address of the host list. The path tells the wire: `/subscribe` is v1, the v2 method's path or
 * none is v2. Unencrypted `ws:` is for this machine only: anybody between could put words into people's
 * mouths.
 */
export function readHost(address: string): Host | { fault: string } {
  const url = URL.parse(address)
  if (!url || (url.protocol !== 'wss:' && url.protocol !== 'ws:')) {
    return { fault: `“${address}” is not a wss:// address` }
  }
  if (url.protocol === 'ws:' && !isLoopback(url.hostname)) {
    return { fault: `“${address}” is not encrypted; use wss:// (ws:// is for this machine only)` }
  }
  const path = url.pathname === '/' ? v2Path : url.pathname.replace(/\/$/, '')
  const wire = path === v2Path ? 'v2' : path.endsWith('/subscribe') ? 'v1' : null
  if (!wire) return { fault: `“${address}” should end with /subscribe or ${v2Path}` }
  return {
    name: url.host,
    wire,
    readFrame: wire === 'v2' ? readV2 : readV1,
    address(query) {
      const target = new URL(url)
      target.pathname = path
      if (wire === 'v2') addV2Query(target, query)
      else addV1Query(target, query)
      return target.href
    },
  }
}

/**
 * Takes turns: the first host while it works, the next after each failure. Waits longer each time nobody
 * answered.
 */
export function createRotation(hosts: readonly Host[], firstRetryMs: number) {
  let turn = 0
  let failures = 0
  return {
    current: () => hosts[turn % hosts.length] as Host,
    /**
     * Goes to the next host; answers how long to wait first. Jitter keeps many collectors from coming back at
     * once.
     */
    fail(random = Math.random()): number {
      turn += 1
      failures += 1
      // A first round through the list is quick: another host may well be up.
      const rounds = Math.max(0, failures - hosts.length)
      const longest = Math.min(60_000, firstRetryMs * 2 ** Math.min(rounds, 20))
      return Math.round(longest * (0.5 + random / 2))
    },
    /** Data came: the host is good. */
    succeed() {
      failures = 0
    },
    failures: () => failures,
  }
}
