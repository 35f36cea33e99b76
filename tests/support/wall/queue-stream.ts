import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { QueuePost } from '@wall/api/wire/queue'

/** A post as a moderator's page has it. */
export interface SeenPost {
  id: number
  version: number
  isConfirmed: boolean
  isSuggested: boolean
  /** When the first suggestion for it was here (`performance.now()`). */
  suggestedAt: number
}

/** What a moderator's page hears, with the time at which it came. */
export interface QueueStream {
  /** By the end of the post's address. */
  posts: ReadonlyMap<string, SeenPost>
  /** Resolves when this holds; asked again whenever something came. Rejects after two minutes. */
  until(what: string, holds: () => boolean): Promise<void>
  /** Hears each post as it comes. */
  watch(listener: (post: QueuePost, at: number) => void): void
  close(): void
}

export async function openQueueStream(address: string, cookie: string): Promise<QueueStream> {
  const request = get(address, { headers: { cookie }, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`the queue's stream answered ${response.statusCode}`)
  const posts = new Map<string, SeenPost>()
  const listeners = new Set<(post: QueuePost, at: number) => void>()
  const waiting = new Set<() => void>()
  let rest = ''
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    const at = performance.now()
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) take(block, at)
    for (const look of waiting) look()
  })
  request.on('error', () => {})
  response.on('error', () => {})

  function take(block: string, at: number): void {
    if (!/^event: post$/m.test(block)) return
    const post = JSON.parse(block.slice(block.indexOf('data: ') + 6)) as QueuePost
    const key = post.link.split('/').at(-1) ?? ''
    const before = posts.get(key)
    const isSuggested = post.filing.suggestions.length > 0
    posts.set(key, {
      ...{ id: post.id, version: post.version, isConfirmed: post.hiddenWhy === null, isSuggested },
      suggestedAt: before?.isSuggested ? before.suggestedAt : at,
    })
    for (const listener of listeners) listener(post, at)
  }

  return {
    posts,
    watch: (listener) => void listeners.add(listener),
    until: (what, holds) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`${what}: not within two minutes`))
        }, 120_000)
        const look = () => {
          if (!holds()) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    close: () => request.destroy(),
  }
}
