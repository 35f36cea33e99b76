// A whole small network on this machine: a real PDS with its PLC, its firehose told on by a local Jetstream,
// and a stand-in AppView behind the PDS's own proxy.

import { TestNetworkNoAppView, type TestPds } from '@atproto/dev-env'
import {
  type AppViewOptions,
  type AppViewServer,
  startAppViewServer,
} from '@wall/workers/demo/network/appview-server'
import {
  type JetstreamOptions,
  type JetstreamServer,
  startJetstreamServer,
} from '@wall/workers/demo/network/jetstream-server'
import { bridgeFirehose } from './firehose-bridge.ts'
import { createMember, type Member } from './network-member.ts'

export interface TestNetwork {
  pds: TestPds
  jetstream: JetstreamServer
  appview: AppViewServer
  /** A new account `<name>.test`, signed in with the real client. */
  createAccount(name: string): Promise<Member>
  /** Resolves when all that was written to the PDS so far is in the stream and in the look-ups. */
  settle(): Promise<void>
  /** What went wrong between PDS and stream; empty in a good run. */
  errors: Error[]
  close(): Promise<void>
}

export async function startTestNetwork(
  options: { jetstream?: JetstreamOptions; appview?: AppViewOptions } = {},
): Promise<TestNetwork> {
  const errors: Error[] = []
  let pdsUrl = ''
  const findPicture = (_kind: string, did: string, cid: string) => fetchBlob(pdsUrl, did, cid)
  const appview = await startAppViewServer({ findPicture, ...options.appview })
  const jetstream = await startJetstreamServer(options.jetstream)
  const network = await TestNetworkNoAppView.create({
    pds: { bskyAppViewUrl: appview.url, bskyAppViewDid: 'did:web:localhost' },
  })
  pdsUrl = network.pds.url
  const bridge = bridgeFirehose(network, { jetstream, appview }, (error) => errors.push(error))
  return {
    pds: network.pds,
    jetstream,
    appview,
    createAccount: (name) => createMember(network.pds, name),
    settle: bridge.settle,
    errors,
    async close() {
      await bridge.close()
      await network.close()
      await jetstream.close()
      await appview.close()
    },
  }
}

async function fetchBlob(pdsUrl: string, did: string, cid: string): Promise<Buffer | undefined> {
  const query = new URLSearchParams({ did, cid })
  const answer = await fetch(`${pdsUrl}/xrpc/com.atproto.sync.getBlob?${query}`)
  return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined
}
