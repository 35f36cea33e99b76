// The true api and workers on a small made-up network, with an administrator: what most browser tests stand
// on.
import type { QueuePost } from '@wall/api/wire/queue'
import {
  type AppViewOptions,
  type AppViewServer,
  startAppViewServer,
} from '@wall/workers/demo/network/appview-server'
import { type JetstreamServer, startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import type { JsonObject, NetworkEvent } from '@wall/workers/demo/network/network-event'
import { makeNetworkPost } from '../network/network-posts.ts'
import { type ModeratorClient, type Person, signUp, signUpFirst } from './moderator-client.ts'
import { type Processes, startProcesses } from './processes.ts'

export interface RunningWall {
  url: string
  jetstream: JetstreamServer
  appview: AppViewServer
  admin: ModeratorClient
  invite(person: Person): Promise<ModeratorClient>
  /** The network's news: look-ups know it first, then the stream tells it. */
  tell(...events: NetworkEvent[]): void
  /** Somebody posts; resolves when the post waits, confirmed, in the queue. */
  post(number: number, text: string, more?: JsonObject): Promise<QueuePost>
  /** The same, and it is approved. */
  show(
    number: number,
    text: string,
    options?: { takeaway?: number | null; more?: JsonObject },
  ): Promise<number>
  /** Everything that waits is rejected. */
  emptyQueue(): Promise<void>
  openStore: Processes['openStore']
  findRemovedWhy: Processes['findRemovedWhy']
  killApi: Processes['killApi']
  startApi: Processes['startApi']
  close(): Promise<void>
}

/** `env`: more settings for all processes. */
export async function startWall(
  options: AppViewOptions = {},
  env: Record<string, string> = {},
): Promise<RunningWall> {
  const appview = await startAppViewServer(options)
  const jetstream = await startJetstreamServer()
  const processes = await startProcesses({
    JETSTREAM_URLS: jetstream.url('v2'),
    BLUESKY_APPVIEW: appview.url,
    BLUESKY_CDN: appview.url,
    MEDIA_ALLOW_ORIGINS: appview.url,
    ...env,
  })
  await jetstream.waitForSubscribers(1)
  const { url, setupLink, openStore, findRemovedWhy, killApi, startApi } = processes
  const admin = await signUpFirst(() => url, setupLink)

  function tell(...events: NetworkEvent[]): void {
    for (const event of events) {
      appview.repository.apply(event)
      jetstream.emit(event)
    }
  }

  async function post(number: number, text: string, more: JsonObject = {}): Promise<QueuePost> {
    const { uri, news } = makeNetworkPost(number, text, more)
    tell(news)
    const rkey = uri.split('/').at(-1)
    const deadline = Date.now() + 20_000
    while (Date.now() < deadline) {
      const { posts } = await admin.listQueue('pending')
      const found = posts.find((one) => one.link.endsWith(`/${rkey}`) && one.hiddenWhy === null)
      if (found) return found
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    const said = processes.listAll().map(({ output }) => output())
    throw new Error(`The post ${number} did not come into the queue:\n${said.join('\n')}`)
  }

  return {
    url,
    jetstream,
    appview,
    admin,
    tell,
    post,
    async invite(person) {
      const { link } = await admin.post<{ link: string }>('/api/invitations', { role: 'moderator' })
      return signUp(() => url, link, person)
    },
    async show(number, text, { takeaway, more } = {}) {
      const waiting = await post(number, text, more)
      const status = await admin.decide(waiting, 'approved', takeaway)
      if (status !== 200) throw new Error(`approve ${number}: ${status}`)
      return waiting.id
    },
    async emptyQueue() {
      const { posts } = await admin.listQueue('pending')
      for (const waiting of posts) await admin.decide(waiting, 'rejected')
    },
    openStore,
    findRemovedWhy,
    killApi,
    startApi,
    async close() {
      await processes.stop()
      await jetstream.close()
      await appview.close()
    },
  }
}
