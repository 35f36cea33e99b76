// A local stand-in for Bluesky's AppView: the look-ups and the search the product uses, and the pictures they
// name.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { shapeAuthor } from './author-view.ts'
import type { JsonObject } from './network-event.ts'
import { shapePost } from './post-view.ts'
import { createRepository, type Repository } from './repository.ts'
import { searchPosts } from './search-posts.ts'

/** One call as it arrived. `method` is the NSID, or the path of anything else. */
export interface Call {
  method: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
}

/** What to say instead. */
export interface Answer {
  status: number
  body: string | JsonObject
  headers?: Record<string, string>
}

export interface AppViewOptions {
  port?: number
  host?: string
  /** Search without sign-in is refused with 403, as on the public host. */
  isSearchOpen?: boolean
  /** Asked for every call; gets the good answer's maker and may change it, delay it or answer itself. */
  onCall?: (call: Call, answer: () => Answer) => Answer | Promise<Answer>
  /** A JPEG for `/img/<kind>/plain/<did>/<cid>@jpeg`. */
  findPicture?: (kind: string, did: string, cid: string) => Promise<Buffer | undefined>
}

export interface AppViewServer {
  url: string
  repository: Repository
  /** The newest 1,000 calls, oldest first. */
  calls: Call[]
  close(): Promise<void>
}

type Context = { repository: Repository; cdn: string; options: AppViewOptions }

const maxItems = 25
const maxCalls = 1000

export async function startAppViewServer(options: AppViewOptions = {}): Promise<AppViewServer> {
  const repository = createRepository()
  const calls: Call[] = []
  const context: Context = { repository, cdn: '', options }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname.startsWith('/img/')) return sendPicture(url.pathname, response, options)
    const method = url.pathname.replace('/xrpc/', '')
    const call = { method, query: url.searchParams, headers: request.headers }
    calls.push(call)
    if (calls.length > maxCalls) calls.shift()
    const answer = () => answerCall(context, call)
    send(response, options.onCall ? await options.onCall(call, answer) : answer())
  }

  const http = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      send(response, { status: 500, body: { error: 'InternalServerError', message: String(error) } })
    })
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  const { address, port } = http.address() as AddressInfo
  const url = `http://${address}:${port}`
  context.cdn = url
  return {
    url,
    repository,
    calls,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
}

function answerCall({ repository, cdn, options }: Context, { method, query, headers }: Call): Answer {
  switch (method) {
    case 'app.bsky.feed.getPosts': {
      const uris = query.getAll('uris')
      if (uris.length > maxItems) return refuse(400, 'InvalidRequest', `at most ${maxItems} uris`)
      const posts = uris.map((uri) => repository.findPost(uri)).filter((post) => post !== undefined)
      return { status: 200, body: { posts: posts.map((post) => shapePost(repository, cdn, post)) } }
    }
    case 'app.bsky.actor.getProfiles': {
      const actors = query.getAll('actors')
      if (actors.length > maxItems) return refuse(400, 'InvalidRequest', `at most ${maxItems} actors`)
      const accounts = actors
        .map((actor) => repository.findAccount(actor))
        .filter((account) => account !== undefined)
      return { status: 200, body: { profiles: accounts.map(({ did }) => shapeAuthor(repository, cdn, did)) } }
    }
    case 'app.bsky.feed.searchPosts': {
      if (!options.isSearchOpen && !headers.authorization)
        return { status: 403, body: forbiddenPage, headers: html }
      const page = searchPosts(repository, query)
      if (!page) return refuse(400, 'BadQueryString', 'q must not be empty')
      const posts = page.posts.map((post) => shapePost(repository, cdn, post))
      return { status: 200, body: page.cursor ? { posts, cursor: page.cursor } : { posts } }
    }
    case 'com.atproto.identity.resolveHandle': {
      const account = repository.findAccount(query.get('handle') ?? '')
      return account
        ? { status: 200, body: { did: account.did } }
        : refuse(400, 'InvalidRequest', 'Unable to resolve handle')
    }
    default:
      return refuse(501, 'MethodNotImplemented', 'Method Not Implemented')
  }
}

const html = { 'content-type': 'text/html' }
const forbiddenPage =
  '<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>'

function refuse(status: number, error: string, message: string): Answer {
  return { status, body: { error, message } }
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text)
}

/** The CDN's own form of address: `/img/avatar/plain/<did>/<cid>@jpeg`. */
async function sendPicture(path: string, response: ServerResponse, options: AppViewOptions): Promise<void> {
  const [, kind, did, cid] =
    /^\/img\/([a-z_]+)\/plain\/([^/]+)\/([a-z0-9]+)(?:@[a-z]+)?$/.exec(decodeURIComponent(path)) ?? []
  const picture = kind && did && cid ? await options.findPicture?.(kind, did, cid) : undefined
  if (!picture) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('no such picture\n')
  response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': picture.length }).end(picture)
}
