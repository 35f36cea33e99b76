import { lexToJson } from '@atproto/api'
import { mockResolvers, type TestNetworkNoAppView } from '@atproto/dev-env'
import { IdResolver } from '@atproto/identity'
import { type Event, Firehose } from '@atproto/sync'
import type { AppViewServer } from '@wall/workers/demo/network/appview-server'
import type { JetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import type { JsonObject, NetworkEvent } from '@wall/workers/demo/network/network-event'

export interface FirehoseBridge {
  /** Resolves when everything the PDS has sequenced so far was told to stream and look-ups. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** Reads a PDS's signed firehose and tells its news to a local Jetstream and a local AppView. */
export function bridgeFirehose(
  network: TestNetworkNoAppView,
  targets: { jetstream: JetstreamServer; appview: AppViewServer },
  onError: (error: Error) => void,
): FirehoseBridge {
  // dev-env's servers are on plain http, which the resolver's own fetch refuses.
  const idResolver = new IdResolver({ plcUrl: network.plc.url, fetch: globalThis.fetch })
  mockResolvers(idResolver, network.pds)
  let lastSeq = 0
  const firehose = new Firehose({
    service: network.pds.url.replace('http', 'ws'),
    idResolver,
    getCursor: () => lastSeq,
    handleEvent(event) {
      lastSeq = event.seq
      const news = translate(event)
      if (!news) return
      // Look-ups first: whoever hears of a post may ask for it at once.
      targets.appview.repository.apply(news)
      targets.jetstream.emit(news)
    },
    onError,
  })
  void firehose.start()
  return {
    async settle() {
      const seq = (await network.pds.ctx.sequencer.curr()) ?? 0
      while (lastSeq < seq) await new Promise((resolve) => setTimeout(resolve, 5))
    },
    close: () => firehose.destroy(),
  }
}

function translate(event: Event): NetworkEvent | undefined {
  switch (event.event) {
    case 'create':
    case 'update':
    case 'delete': {
      const { did, rev, collection, rkey } = event
      const base = { kind: 'commit', did, rev, collection, rkey } as const
      if (event.event === 'delete') return { ...base, operation: 'delete' }
      const record = lexToJson(event.record) as JsonObject
      return { ...base, operation: event.event, cid: event.cid.toString(), record }
    }
    case 'identity':
      return { kind: 'identity', did: event.did, handle: event.handle }
    case 'account':
      return { kind: 'account', did: event.did, active: event.active, status: event.status }
    case 'sync':
      return undefined
  }
}
