import {
  type AppViewOptions,
  type AppViewServer,
  startAppViewServer,
} from '@wall/workers/demo/network/appview-server'
import { computeCid, computeDid } from '@wall/workers/demo/network/content-id'
import {
  type JetstreamOptions,
  type JetstreamServer,
  startJetstreamServer,
} from '@wall/workers/demo/network/jetstream-server'
import type { JsonObject, NetworkEvent } from '@wall/workers/demo/network/network-event'
import type { Wire } from '@wall/workers/demo/network/wires'
import { bluesky } from '@wall/workers/sources/bluesky'
import type { SourceHarness } from '../../contracts/source.ts'

export interface BlueskyHarness extends Required<SourceHarness> {
  jetstream: JetstreamServer
  appview: AppViewServer
  settings: Record<string, unknown> & { hosts: string[] }
  /** Tells stream and look-ups. */
  tell(event: NetworkEvent, atMs?: number): void
  put(name: string, record: JsonObject, options?: Partial<Put>): string
}

interface Put {
  did: string
  rev: string
  operation: 'create' | 'update'
  collection: string
  atMs: number
}

export const author = computeDid('author')

/**
 * Waits that only a test would choose. Silence ends no line: most tests have nothing to say for a while, and
 * their stream would come and go. Those of silence choose a time.
 */
export const quick = { idleTimeoutMs: 60_000, flushMs: 10, cursorEveryMs: 30, firstRetryMs: 5 }

interface Options {
  wire?: Wire
  jetstream?: JetstreamOptions
  appview?: AppViewOptions
}

/** A local Jetstream and AppView that always tell the same. */
export async function startBluesky({ wire = 'v2', ...options }: Options = {}): Promise<BlueskyHarness> {
  const jetstream = await startJetstreamServer(options.jetstream)
  const appview = await startAppViewServer(options.appview)
  let revs = 0
  const nextRev = () => {
    revs += 1
    return `3rev${String(revs).padStart(9, '0')}`
  }

  function tell(event: NetworkEvent, atMs?: number): void {
    appview.repository.apply(event, atMs)
    jetstream.emit(event, atMs)
  }

  function put(name: string, record: JsonObject, given: Partial<Put> = {}): string {
    const {
      did = author,
      rev = nextRev(),
      operation = 'create',
      collection = 'app.bsky.feed.post',
      atMs,
    } = given
    const cid = computeCid(record)
    tell({ kind: 'commit', operation, did, rev, collection, rkey: name, cid, record }, atMs)
    return `at://${did}/${collection}/${name}`
  }

  appview.repository.apply({ kind: 'identity', did: author, handle: 'author.example.com' })
  let posts = 0
  return {
    source: bluesky,
    jetstream,
    appview,
    settings: {
      hosts: [jetstream.url(wire)],
      service: appview.url,
      appView: appview.url,
      cdn: appview.url,
      ...quick,
    },
    env: {
      good: {
        JETSTREAM_URLS: jetstream.url(wire),
        BLUESKY_IDENTIFIER: '@a.example.com',
        BLUESKY_APP_PASSWORD: 'app-pass',
      },
      bad: { JETSTREAM_URLS: 'http://nowhere', BLUESKY_IDENTIFIER: 'a.example.com' },
    },
    tell,
    put,
    async publish(text) {
      posts += 1
      return { uri: put(`post${posts}`, makeRecord(text)), authorId: author }
    },
    async edit(uri, text) {
      put(uri.split('/').at(-1) ?? '', makeRecord(text), { operation: 'update' })
    },
    async remove(uri) {
      const rkey = uri.split('/').at(-1) ?? ''
      tell({
        kind: 'commit',
        operation: 'delete',
        did: author,
        rev: nextRev(),
        collection: 'app.bsky.feed.post',
        rkey,
      })
    },
    async setActive(did, active) {
      tell({ kind: 'account', did, active, ...(!active && { status: 'deactivated' }) })
    },
    async close() {
      await jetstream.close()
      await appview.close()
    },
  }
}

export function makeRecord(text: string, more: JsonObject = {}): JsonObject {
  return { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString(), langs: ['en'], ...more }
}
