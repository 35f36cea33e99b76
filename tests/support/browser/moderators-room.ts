// What tests of the moderators' room do again and again.
import type { QueuePost } from '@wall/api/wire/queue'
import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { ModeratorClient } from '../wall/moderator-client.ts'
import type { PageOptions } from './pages.ts'
import { type Stage, useStage } from './stage.ts'

export const ben = { name: 'Ben', email: 'ben@example.org', password: 'four plain words together' }

export interface ModeratorsRoom extends Stage {
  /** Ben; the first moderator is the wall's administrator. */
  readonly colleague: ModeratorClient
  /** A page on the queue, signed in. */
  open(who: ModeratorClient, options?: PageOptions): Promise<Page>
  /** So many new posts wait, in this order, with words for which nothing is proposed. */
  fill<Count extends number>(count: Count): Promise<AtLeast<QueuePost, Count>>
  /** A number that no post has yet. */
  nextNumber(): number
  /** The number of the newest post. */
  lastNumber(): number
  /** Waits until the server has it so. */
  expectServer(post: QueuePost, wanted: Partial<QueuePost>): Promise<void>
}

type AtLeast<T, Count extends number, Found extends T[] = []> = Found['length'] extends Count
  ? [...Found, ...T[]]
  : AtLeast<T, Count, [...Found, T]>

/** Registers with vitest: a stage with a second moderator; the queue is empty before each test. */
export function useModeratorsRoom(): ModeratorsRoom {
  const stage = useStage()
  let colleague: ModeratorClient | undefined
  let lastNumber = 0
  let desks: Page[] = []

  beforeAll(async () => {
    colleague = await stage.wall.invite(ben)
  })
  beforeEach(() => stage.wall.emptyQueue())
  // What is still on its way would fall into the next test's queue. It runs before the stage closes the
  // pages.
  afterEach(async () => {
    const opened = desks
    desks = []
    for (const desk of opened) await expect.poll(() => holdsOrders(desk), { timeout: 30_000 }).toBe(false)
  })

  function nextNumber(): number {
    lastNumber += 1
    return lastNumber
  }

  return {
    get wall() {
      return stage.wall
    },
    get browser() {
      return stage.browser
    },
    get pages() {
      return stage.pages
    },
    get colleague() {
      if (!colleague) throw new Error('Nobody is in the room yet: use it in tests.')
      return colleague
    },
    nextNumber,
    lastNumber: () => lastNumber,
    async open(who, options = {}) {
      const desk = await stage.pages.open('/moderate', { cookie: who.cookie, ...options })
      desks.push(desk)
      await desk.getByRole('article').waitFor()
      await seeSettled(desk)
      return desk
    },
    async fill<Count extends number>(count: Count) {
      const posts: QueuePost[] = []
      for (let at = 0; at < count; at += 1) {
        const number = nextNumber()
        posts.push(await stage.wall.post(number, `Post ${number}. #rethinkingintervention`))
      }
      return posts as AtLeast<QueuePost, Count>
    },
    async expectServer(post, wanted) {
      await expect.poll(() => stage.wall.admin.getPost(post.id), { timeout: 30_000 }).toMatchObject(wanted)
    },
  }
}

/** The room asks before it is left with decisions that the server has not answered. */
export function holdsOrders(desk: Page): Promise<boolean> {
  return desk.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))
}

/** Waits until the post is the one in front, and may be decided. */
export async function seeFront(desk: Page, post: QueuePost): Promise<void> {
  await desk.locator(`article[data-post="${post.id}"]`).waitFor()
  await seeSettled(desk)
}

/** What comes in front is not decided before it can have been seen. */
export async function seeSettled(desk: Page): Promise<void> {
  await desk.locator('.room-bar:not([data-fresh])').waitFor()
}

export function findButton(desk: Page, name: string): Locator {
  return desk.getByRole('button', { name, exact: true })
}

/** The post's line in the list. */
export function findRow(desk: Page, post: QueuePost): Locator {
  const words = post.body.map((segment) => segment.text).join('')
  return desk.getByRole('listitem').getByRole('button').filter({ hasText: words })
}
