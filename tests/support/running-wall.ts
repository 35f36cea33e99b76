// The true api and workers on a small made-up network, with an administrator: what most browser tests stand on.
import type { QueuePost } from '@wall/api/wire/queue'
import {
  type AppViewOptions,
  type AppViewServer,
  startAppViewServer,
} from '@wall/workers/demo/network/appview-server'
import { type JetstreamServer, startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import type { JsonObject, NetworkEvent } from '@wall/workers/demo/network/network-event'
import { makeDataDir, type RunningProcess, startProcess } from './installation.ts'
import { type ModeratorClient, type Person, signUp, signUpFirst } from './moderator-client.ts'
import { makeNetworkPost } from './network-posts.ts'

export interface RunningWall {
  url: string
  dataDir: string
  jetstream: JetstreamServer
  appview: AppViewServer
  admin: ModeratorClient
  workers: RunningProcess
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
  /** `kill -9`. */
  killApi(): Promise<void>
  /** Again, at the same address. */
  startApi(): Promise<void>
  close(): Promise<void>
}

export async function startWall(options: AppViewOptions = {}): Promise<RunningWall> {
  const { dataDir, remove } = makeDataDir()
  const appview = await startAppViewServer(options)
  const jetstream = await startJetstreamServer()
  const env = {
    JETSTREAM_URLS: jetstream.url('v2'),
    BLUESKY_APPVIEW: appview.url,
    BLUESKY_CDN: appview.url,
    MEDIA_ALLOW_ORIGINS: appview.url,
  }
  let api = await startProcess('api', { dataDir, env })
  const workers = await startProcess('workers', { dataDir, env })
  await jetstream.waitForSubscribers(1)
  const url = String(api.ready.url)
  const admin = await signUpFirst(() => url, String(api.ready.setupLink))

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
    throw new Error(`The post ${number} did not come into the queue:\n${workers.output()}`)
  }

  return {
    url,
    dataDir,
    jetstream,
    appview,
    admin,
    workers,
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
    async killApi() {
      await api.stop('SIGKILL')
    },
    async startApi() {
      api = await startProcess('api', { dataDir, env: { ...env, PORT: new URL(url).port } })
    },
    async close() {
      await Promise.all([api.stop(), workers.stop()])
      await jetstream.close()
      await appview.close()
      remove()
    },
  }
}
