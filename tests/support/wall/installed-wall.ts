// The true api and workers as they are installed, on a network of this process, with people signed in.
import { setTimeout as sleep } from 'node:timers/promises'
import type { FilingAnswer } from '@wall/api/wire/filing'
import { startAppViewServer } from '@wall/workers/demo/network/appview-server'
import { startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import type { NetworkEvent } from '@wall/workers/demo/network/network-event'
import { makeDataDir, type RunningProcess, startProcess } from './installation.ts'
import { type ModeratorClient, signUp, signUpFirst } from './moderator-client.ts'
import { openQueueStream, type QueueStream } from './queue-stream.ts'
import { writeTitles } from './small-campaign.ts'

export const campaignPath = '/api/campaigns/rethinking-intervention'

export interface InstalledWall {
  url: string
  /** What `openStore` takes. */
  place: { dataDir: string; databaseUrl: string | null }
  admin: ModeratorClient
  queue: QueueStream
  /** What look-ups are to know before the stream tells it. */
  prepare(events: readonly NetworkEvent[]): void
  emit(event: NetworkEvent): void
  invite(name: string): Promise<ModeratorClient>
  /** Until the newest model was measured and has looked at all that waits. */
  settle(decisions?: number): Promise<NonNullable<FilingAnswer['state']>>
  /**
   * When models were made, from the worker's log: how long it took, and when it was done (ms of the day's
   * clock).
   */
  listModels(): { fitMs: number; at: number; decisions: number }[]
  stopWorkers(): Promise<void>
  startWorkers(): Promise<void>
  close(): Promise<void>
}

export interface InstalledOptions {
  databaseUrl: string | null
  /** In place of one with few seeds: with all that are shipped, or with nothing but titles. */
  campaign?: 'built-in' | 'titles'
}

export async function startInstalledWall({
  databaseUrl,
  campaign,
}: InstalledOptions): Promise<InstalledWall> {
  const appview = await startAppViewServer()
  const jetstream = await startJetstreamServer()
  const { dataDir, remove } = makeDataDir()
  const env = {
    ...{ JETSTREAM_URLS: jetstream.url('v2'), BLUESKY_APPVIEW: appview.url, BLUESKY_CDN: appview.url },
    ...{ MEDIA_ALLOW_ORIGINS: appview.url, AUTH_SECRET: 'only for a bench, and long enough for it' },
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    ...(campaign === 'built-in' && { CAMPAIGN_FILE: '' }),
    ...(campaign === 'titles' && { CAMPAIGN_FILE: writeTitles(dataDir) }),
  }
  // Whoever comes first saves the campaign.
  let workers: RunningProcess = await startProcess('workers', { dataDir, env })
  const api = await startProcess('api', { dataDir, env })
  const url = `http://localhost:${api.ready.port}`
  const admin = await signUpFirst(() => url, String(api.ready.setupLink))
  const queue = await openQueueStream(`${url}${campaignPath}/queue/events`, admin.cookie)
  await jetstream.waitForSubscribers(1)
  let printed = ''

  return {
    ...{ url, admin, queue, place: { dataDir, databaseUrl } },
    prepare(events) {
      for (const event of events) appview.repository.apply(event)
    },
    emit: (event) => void jetstream.emit(event),
    async invite(name) {
      const { link } = await admin.post<{ link: string }>('/api/invitations', { role: 'moderator' })
      const email = `${name.toLowerCase()}@example.org`
      return signUp(() => url, link, { name, email, password: 'four plain words together' })
    },
    async settle(decisions) {
      for (;;) {
        const { state, behind } = await admin.get<FilingAnswer>(`${campaignPath}/filing`)
        if (state && behind === 0 && (decisions === undefined || state.decisions === decisions)) return state
        await sleep(200)
      }
    },
    listModels: () =>
      (printed + workers.output()).split('\n').flatMap((line) => {
        if (!line.includes('the text model was made anew')) return []
        const { fitMs, time, decisions } = JSON.parse(line) as {
          fitMs: number
          time: string
          decisions: number
        }
        return [{ fitMs, at: Date.parse(time), decisions }]
      }),
    async stopWorkers() {
      await workers.stop()
      printed += `${workers.output()}\n`
    },
    async startWorkers() {
      workers = await startProcess('workers', { dataDir, env })
      await jetstream.waitForSubscribers(1)
    },
    async close() {
      queue.close()
      await Promise.all([api.stop(), workers.stop()])
      await jetstream.close()
      await appview.close()
      remove()
    },
  }
}
