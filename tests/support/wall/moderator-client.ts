import type { QueuePage, QueuePost } from '@wall/api/wire/queue'

/** A signed-in moderator who works through HTTP alone. Every call throws what went wrong on the way. */
export interface ModeratorClient {
  cookie: string
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  /** The same for whom a refusal is an answer; `body` is null then. */
  ask<T>(path: string, body: unknown): Promise<{ status: number; body: T | null }>
  listQueue(standing: string): Promise<QueuePage>
  getPost(id: number): Promise<QueuePost>
  decide(post: Pick<QueuePost, 'id' | 'version'>, standing: string, takeaway?: number | null): Promise<number>
}

export interface Person {
  name: string
  email: string
  password: string
}

export const ana: Person = { name: 'Ana', email: 'ana@example.org', password: 'a long enough password' }

/**
 * Uses the first administrator's link up and is signed in afterwards. `origin` is asked anew at every call.
 */
export function signUpFirst(origin: () => string, setupLink: string): Promise<ModeratorClient> {
  return signUp(origin, setupLink, ana)
}

/** Uses an invitation up. */
export async function signUp(origin: () => string, link: string, person: Person): Promise<ModeratorClient> {
  const token = link.split('#')[1] ?? ''
  const answer = await send(origin(), '/api/invitations/accept', '', { token, ...person })
  if (!answer.ok) throw new Error(`accept: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const campaign = '/api/campaigns/rethinking-intervention'

  async function get<T>(path: string): Promise<T> {
    const got = await fetch(new URL(path, origin()), { headers: { cookie } })
    if (!got.ok) throw new Error(`${path}: ${got.status}`)
    return (await got.json()) as T
  }

  return {
    cookie,
    get,
    async ask<T>(path: string, order: unknown) {
      const got = await send(origin(), path, cookie, order)
      const said = await got.text()
      return { status: got.status, body: got.ok ? (JSON.parse(said) as T) : null }
    },
    async post<T>(path: string, order: unknown) {
      const got = await send(origin(), path, cookie, order)
      if (!got.ok) throw new Error(`${path}: ${got.status} ${await got.text()}`)
      return (await got.json()) as T
    },
    listQueue: (standing) => get<QueuePage>(`${campaign}/queue?standing=${standing}&limit=50`),
    getPost: (id) => get<QueuePost>(`${campaign}/posts/${id}`),
    async decide({ id, version }, standing, takeaway) {
      const order = { version, standing, ...(takeaway === undefined ? {} : { takeaway }) }
      const got = await send(origin(), `${campaign}/posts/${id}/decision`, cookie, order)
      await got.arrayBuffer()
      return got.status
    },
  }
}

function send(origin: string, path: string, cookie: string, body: unknown): Promise<Response> {
  return fetch(new URL(path, origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'takeaway-wall', origin, cookie },
    body: JSON.stringify(body),
  })
}
