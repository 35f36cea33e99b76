import { createKeptValues } from '@wall/web/lib/kept-values'
import { createKeptPosts, mostAgeMs } from '@wall/web/screen/kept-posts'
import { applyToScreen, mostPerTakeaway, startScreen } from '@wall/web/screen/screen-posts'
import { describe, expect, test } from 'vitest'
import { makePost, makeSnapshot } from '../support/wall-fixtures.ts'

const now = Date.UTC(2026, 5, 1)
const posts = startScreen(makeSnapshot([makePost(1), makePost(2)]))
const keepIn = (memory: Storage, slug = '') =>
  createKeptPosts(
    createKeptValues(() => memory),
    slug,
  )

describe('posts kept for a screen without a network', () => {
  test('come back for six hours, and not a minute longer', () => {
    const memory = makeStorage()
    const kept = keepIn(memory)
    kept.write(posts, now)
    expect(kept.read(now + mostAgeMs)?.posts.map((post) => post.id)).toEqual([2, 1])
    expect(kept.read(now + mostAgeMs + 60_000)).toBeUndefined()
    expect(memory.length).toBe(0)
  })

  test('are not shown when the clock has gone backwards, since their age is unknown', () => {
    const memory = makeStorage()
    const kept = keepIn(memory)
    kept.write(posts, now)
    expect(kept.read(now - 3_600_000)).toBeUndefined()
  })

  test('of another campaign stay apart', () => {
    const memory = makeStorage()
    keepIn(memory, 'one').write(posts, now)
    expect(keepIn(memory, 'two').read(now)).toBeUndefined()
  })

  test('that cannot be read are as good as none', () => {
    const memory = makeStorage()
    memory.setItem('wall:screen:', '{"version":1')
    expect(keepIn(memory).read(now)).toBeUndefined()
    memory.setItem('wall:screen:', '{"version":7,"at":1}')
    expect(keepIn(memory).read(now)).toBeUndefined()
  })

  test('are forgotten without harm where the browser forbids storing', () => {
    const kept = createKeptPosts(
      createKeptValues(() => {
        throw new Error('denied')
      }),
      '',
    )
    kept.write(posts, now)
    expect(kept.read(now)).toBeUndefined()
  })
})

describe("a screen's posts", () => {
  test('lose what is gone and take what is new', () => {
    const after = applyToScreen(posts, [
      { name: 'post', data: makePost(3) },
      { name: 'gone', data: { id: 1 } },
    ])
    expect(after.posts.map((post) => post.id)).toEqual([3, 2])
  })

  test('stay bounded: the newest of each takeaway', () => {
    const all = Array.from({ length: 500 }, (_, index) => ({
      name: 'post' as const,
      data: makePost(index + 10),
    }))
    const after = applyToScreen(posts, all)
    expect(after.posts).toHaveLength(mostPerTakeaway)
    expect(after.posts[0]?.id).toBe(509)
  })
})

test('what was approved just now is there, however many newer answers its takeaway has', () => {
  const newer = Array.from({ length: mostPerTakeaway }, (_, index) => makePost(index + 10))
  const full = startScreen({ campaign: posts.campaign, posts: newer })
  const after = applyToScreen(full, [{ name: 'post', data: makePost(1) }])
  expect(after.posts[0]?.id).toBe(1)
  expect(after.posts).toHaveLength(mostPerTakeaway)
})

function makeStorage(): Storage {
  const values = new Map<string, string>()
  return {
    get length() {
      return values.size
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  }
}
