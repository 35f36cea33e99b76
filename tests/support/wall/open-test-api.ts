// The HTTP edge with all its real parts over a database of its own, in this process.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp } from '@wall/api/app'
import { createSeedMeasurer } from '@wall/api/filing/seed-measurer'
import { createMetrics } from '@wall/api/health/metrics'
import { createReadiness } from '@wall/api/health/readiness'
import { type HttpServer, listen } from '@wall/api/http/server'
import { createHub, type Hub, type HubOptions } from '@wall/api/live/hub'
import { createLog } from '@wall/api/log'
import { createDiskCache } from '@wall/api/media/disk-cache'
import type { FetchPicture } from '@wall/api/media/fetch-picture'
import { createMedia, type Media } from '@wall/api/media/media'
import { createRenderer } from '@wall/api/media/render'
import type { WebFiles } from '@wall/api/pages/web-files'
import { createAuth } from '@wall/api/sign-in/auth'
import { createInvitation } from '@wall/api/sign-in/invitation'
import { createPasswords } from '@wall/api/sign-in/password'
import { createSignIn } from '@wall/api/sign-in/sign-in'
import { createThrottle } from '@wall/api/sign-in/throttle'
import type { Engine } from '@wall/db/engines/engine'
import { createKeptFiles } from '@wall/db/kept-files'
import { CampaignContent } from '@wall/db/model/campaign'
import type { NewPost, Post } from '@wall/db/model/post'
import { openStore } from '@wall/db/open-store'
import type { Role, Store } from '@wall/db/store/store'
import { sql } from 'drizzle-orm'
import { borrowPostgresDatabase } from '../database/postgres-database.ts'
import { madeUp, makeBatch, makePost } from '../database/posts.ts'

export const testUrl = 'http://wall.test'
export const password = 'a long enough password'
const recheckMs = 900_000

const content = CampaignContent.parse({
  slug: 'test',
  name: 'Test campaign',
  hashtags: ['rethinkingintervention'],
  takeaways: [1, 2, 3].map((number) => ({ number, slug: `takeaway-${number}`, title: `Takeaway ${number}` })),
})

export const testEngines = ['SQLite', 'PostgreSQL'] as const
export type TestEngineName = (typeof testEngines)[number]

export interface TestApiOptions {
  /** `TEST_ENGINE=PostgreSQL` makes it that one wherever a test does not say. */
  engine?: TestEngineName
  fetchPicture?: FetchPicture
  webFiles?: WebFiles
  publicUrl?: string
  hub?: Partial<HubOptions>
  trustedProxies?: string[]
  metricsToken?: string
  isDemo?: boolean
  /** In the names of cookies. */
  mark?: string
  /** Stands between the app and its store: for faults. */
  wrapStore?: (store: Store) => Store
}

export interface TestApi {
  app: App
  engine: Engine
  store: Store
  hub: Hub
  media: Media
  campaignId: number
  /** Moves the clock. */
  clock: { now(): number; skip(ms: number): void }
  /** The time for wrong tries began so much earlier. */
  ageTries(byMs: number): Promise<void>
  logged: string[]
  dataDir: string
  request(path: string, init?: RequestInit): Promise<Response>
  /** As one of our own pages would. */
  send(
    path: string,
    body?: unknown,
    init?: { cookie?: string; headers?: Record<string, string>; method?: string },
  ): Promise<Response>
  /** Makes an account and signs in; answers the cookie. */
  signIn(role?: Role, email?: string): Promise<string>
  /** A post that has come in and was confirmed; give its number. */
  addPost(number: number, overrides?: Partial<NewPost>): Promise<Post>
  /** The same, approved under a takeaway. */
  showPost(number: number, takeaway?: number | null, overrides?: Partial<NewPost>): Promise<Post>
  decide(post: Post, standing: Post['standing'], takeaway?: number | null): Promise<Post>
  removePost(post: Post): Promise<void>
  /** Serves on a free port; answers the origin. */
  listen(): Promise<string>
  dispose(): Promise<void>
}

export async function openTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wall-api-'))
  let skipped = 0
  const clock = {
    now: () => Date.now() + skipped,
    skip(ms: number) {
      skipped += ms
    },
  }
  const engine = options.engine ?? process.env.TEST_ENGINE
  const database = engine === 'PostgreSQL' ? await borrowPostgresDatabase() : undefined
  const {
    engine: plainEngine,
    store: plainStore,
    openSignInAdapter,
  } = await openStore({
    dataDir,
    databaseUrl: database?.url ?? null,
    clock: clock.now,
  })
  const store = options.wrapStore?.(plainStore) ?? plainStore
  const logged: string[] = []
  const log = createLog({ level: 'info', destination: { write: (line) => void logged.push(line) } })
  const publicUrl = options.publicUrl ?? testUrl
  const { campaign } = await plainStore.saveCampaign(content)
  const source = await plainStore.ensureSource(campaign.id, 'bluesky', {}, { network: madeUp })
  const metrics = createMetrics()
  const hub = createHub({ store, clock, log, metrics: metrics.live, ...options.hub })
  const passwords = createPasswords()
  const secret = 'a secret that is only for tests, and long'
  const openAuth = createAuth({
    ...{ openDatabase: openSignInAdapter, secret, publicUrl, passwords, log },
    ...(options.mark ? { mark: options.mark } : {}),
  })
  const media = createMedia({
    store,
    clock,
    fetchPicture: options.fetchPicture ?? (() => Promise.reject(new Error('no network in this test'))),
    renderPicture: createRenderer(),
    cache: createDiskCache({ dir: join(dataDir, 'media'), maxBytes: 50_000_000 }),
  })
  const app = createApp({
    store,
    hub,
    signIn: createSignIn(openAuth, createThrottle(store), clock),
    passwords,
    media,
    metrics,
    seedMeasurer: createSeedMeasurer(createKeptFiles(join(dataDir, 'learnt'))),
    webFiles: options.webFiles ?? new Map(),
    listObstacles: createReadiness({ store, hub, dataDir }),
    clock,
    log,
    publicUrl,
    origins: new Set([publicUrl]),
    trustedProxies: options.trustedProxies ?? [],
    metricsToken: options.metricsToken ?? null,
    isDemo: options.isDemo ?? false,
  })
  await hub.start()
  let server: HttpServer | undefined
  let actor: { id: string } | undefined

  const api: TestApi = {
    app,
    store,
    hub,
    media,
    engine: plainEngine,
    campaignId: campaign.id,
    clock,
    async ageTries(byMs) {
      const { rateLimit } = plainEngine.tables
      await plainEngine.transaction(async ({ db }) => {
        await db.update(rateLimit).set({ lastRequest: sql`${rateLimit.lastRequest} - ${byMs}` })
      })
    },
    logged,
    dataDir,
    request: async (path, init) => app.request(path, init),
    send: async (path, body, { cookie, headers, method = 'POST' } = {}) =>
      app.request(path, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          origin: publicUrl,
          ...(cookie ? { cookie } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async signIn(role = 'moderator', email = `${role}@example.org`) {
      const { link } = await createInvitation({ store, clock, publicUrl }, { role, isFirstAdmin: false })
      const token = link.split('#')[1]
      const answer = await api.send('/api/invitations/accept', { token, name: 'Ana', email, password })
      if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
      return readCookies(answer)
    },
    async addPost(number, overrides = {}) {
      const post = makePost({
        uri: `at://did:plc:ana/app.bsky.feed.post/${number}`,
        createdAt: 1_700_000_000_000 + number * 1000,
        sortAt: 1_700_000_000_000 + number * 1000,
        ...overrides,
      })
      await plainStore.recordBatch(source.id, makeBatch({ posts: [post] }))
      const verification = { network: post.network, uri: post.uri, post, labels: [], isMatch: true }
      const author = {
        network: post.network,
        networkId: post.authorId,
        handle: 'ana.test',
        displayName: 'Ana',
      }
      const now = clock.now()
      await plainStore.recordVerifications(campaign.id, [verification], [author], { now, recheckMs })
      const page = await plainStore.searchPosts({ campaignId: campaign.id, words: '', limit: 100 })
      const found = page.posts.find((one) => one.uri === post.uri)
      if (!found) throw new Error('the post was not stored')
      return found
    },
    async showPost(number, takeaway = 1, overrides = {}) {
      return api.decide(await api.addPost(number, overrides), 'approved', takeaway)
    },
    async decide({ id }, standing, takeaway) {
      actor ??= await makeActor(plainStore, clock.now())
      const [now] = await plainStore.findPosts([id])
      const order = {
        campaignId: campaign.id,
        postId: id,
        version: now?.version ?? 0,
        standing,
        takeaway,
        actor,
      }
      return (await plainStore.decide(order)).post
    },
    async removePost({ network, uri }) {
      const removal = { network, uri, rev: '3z', why: 'deleted' as const }
      await plainStore.recordBatch(source.id, makeBatch({ removals: [removal] }))
    },
    async listen() {
      server = await listen({ port: 0, host: '127.0.0.1' })
      server.serve(app.fetch)
      return `http://127.0.0.1:${server.port}`
    },
    async dispose() {
      hub.stop()
      await server?.close(0)
      await store.close()
      await database?.drop()
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  return api
}

export function readCookies(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function makeActor(store: Store, now: number): Promise<{ id: string }> {
  const tokenHash = 'the hash of a token'
  await store.createInvitation({ tokenHash, role: 'moderator', expiresAt: now + 1000, isFirstAdmin: false })
  const order = { tokenHash, now, name: 'Bo', email: 'bo@example.org', passwordHash: 'none' }
  return { id: (await store.acceptInvitation(order)).userId }
}
