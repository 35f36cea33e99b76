import type { WallPost } from '@wall/api/wire/post'
import { createDirector } from '@wall/web/screen/director'
import { dwellMs } from '@wall/web/screen/dwell'
import { placeCount, type Scene, visiblePosts } from '@wall/web/screen/scene'
import { describe, expect, test } from 'vitest'
import { makePost } from '../support/wall-fixtures.ts'

describe('dwell', () => {
  test('is eight seconds for a short post and 22 for a full one of 300 characters', () => {
    expect(dwellMs(20)).toBe(8_000)
    expect(dwellMs(90)).toBe(8_000)
    expect(dwellMs(300)).toBe(22_000)
  })
})

describe('the rotation', () => {
  test('shows every post of every takeaway before long, and goes round and round', () => {
    const posts = [1, 2, 3].flatMap((takeaway) => many(12, { takeaway }))
    const room = openRoom()
    room.director.setPosts(posts, [1, 2, 3])
    room.turn(60)
    expect(new Set(room.seen).size).toBe(36)
  })

  test('lets the takeaways alternate as long as each has somebody still to come', () => {
    const posts = [...many(40, { takeaway: 1 }), ...many(2, { takeaway: 2 }), ...many(1, { takeaway: null })]
    const room = openRoom()
    room.director.setPosts(posts, [1, 2, 3])
    room.turn(30)
    expect(room.chapters().slice(0, 4)).toEqual([1, 2, null, 1])
  })

  test.each([1, 3])('shows nobody twice before all were seen once, on %i places', (places) => {
    const posts = [...many(13, { takeaway: 1 }), ...many(4, { takeaway: 2 }), ...many(1, { takeaway: null })]
    const room = openRoom()
    room.director.setPlaces(places)
    room.director.setPosts(posts, [1, 2])
    room.turn(90)
    for (let at = 0; at + 18 <= room.seen.length; at += 18)
      expect(new Set(room.seen.slice(at, at + 18)).size).toBe(18)
    expect(room.seen.length).toBeGreaterThanOrEqual(4 * 18)
  })

  test('begins each round with others, also where only one takeaway has answers', () => {
    for (const posts of [
      many(9, {}),
      many(7, {}),
      many(4, {}),
      [...many(4, {}), ...many(3, { takeaway: 2 })],
    ]) {
      const room = openRoom()
      room.director.setPosts(posts, [1, 2])
      room.turn(40)
      const openings = room.rounds(posts.length)
      expect(openings.length).toBeGreaterThan(3)
      for (const [index, opening] of openings.entries()) {
        if (index > 0) expect(opening).not.toEqual(openings[index - 1])
      }
    }
  })

  test('gives everybody about the same time, whether alone or with others, with few words or many', () => {
    const longer = 'Somewhat more words than others have, for a change. '.repeat(4)
    const posts = [
      ...many(7, { takeaway: 1 }),
      ...many(6, { takeaway: 2, text: longer }),
      ...many(1, { takeaway: 3 }),
      ...many(2, {
        takeaway: 4,
        media: [{ id: 1, kind: 'image', src: '/media/1', alt: '', width: 1, height: 1 }],
      }),
    ]
    const room = openRoom()
    room.director.setPosts(posts, [1, 2, 3, 4])
    while (room.now() < 3_600_000) room.turn(1)
    const times = posts.map((post) => room.stoodMs.get(post.id) ?? 0)
    expect(Math.max(...times) / Math.min(...times)).toBeLessThanOrEqual(2.1)
  })

  test('counts a person once a round, however many answers they gave; each answer has its turn', () => {
    const loud = {
      author: { name: 'Loud', handle: 'loud', avatar: null, link: 'https://social.example/loud' },
    }
    const posts = [
      ...many(6, { takeaway: 1, ...loud }),
      ...many(6, { takeaway: 1 }),
      ...many(3, { takeaway: 2 }),
    ]
    const room = openRoom()
    room.director.setPosts(posts, [1, 2])
    room.turn(80)
    const byRound = (at: number) => room.seen.slice(at, at + 10).filter((id) => id > 500 && id < 600)
    for (let at = 0; at + 10 <= room.seen.length; at += 10) expect(byRound(at)).toHaveLength(1)
    expect(new Set(room.seen.filter((id) => id > 500 && id < 600)).size).toBe(6)
  })

  test('never shows one author twice at once', () => {
    const loud = {
      author: { name: 'Loud', handle: 'loud', avatar: null, link: 'https://social.example/loud' },
    }
    const posts = [
      ...many(20, { takeaway: 1, ...loud }),
      ...many(6, { takeaway: 1 }),
      ...many(6, { takeaway: 2 }),
    ]
    const room = openRoom()
    room.director.setPosts(posts, [1, 2])
    room.turn(80)
    for (const scene of room.scenes) {
      expect(visiblePosts(scene).filter((post) => post.author.name === 'Loud').length).toBeLessThanOrEqual(1)
    }
  })

  test.each([1, 2])(
    'brings a new post of takeaway %i within eight seconds, marked as just in, also when it was written long ago',
    (takeaway) => {
      const posts = [...many(10, { takeaway: 1 }), ...many(10, { takeaway: 2 })]
      const room = openRoom()
      room.director.setPosts(posts, [1, 2])
      room.turn(4)
      const fresh = makePost(900, { takeaway, sortAt: '2020-01-01T00:00:00.000Z' })
      const cameAt = room.now()
      room.director.setPosts([fresh, ...posts], [1, 2], [fresh.id])
      room.turn(1)
      expect(room.now() - cameAt).toBeLessThanOrEqual(8_000)
      const shown = () => room.scene().places.find((one) => one?.post.id === 900)
      expect(shown()?.isNew).toBe(true)
      while (shown()) room.turn(1)
      while (!shown()) room.turn(1)
      expect(shown()?.isNew).toBe(false)
    },
  )

  test('brings the second of two in different takeaways soon after the first, and lets each be read', () => {
    const posts = [1, 2, 3].flatMap((takeaway) => many(5, { takeaway }))
    const room = openRoom()
    room.director.setPosts(posts, [1, 2, 3])
    const fresh = [makePost(901, { takeaway: 2 }), makePost(902, { takeaway: 3 })]
    room.director.setPosts([...fresh, ...posts], [1, 2, 3], [901, 902])
    room.turn(1)
    expect(room.seen).toContain(901)
    expect(room.nextTimerMs()).toBe(6_000)
    room.turn(1)
    expect(room.seen).toContain(902)
  })

  test('has what comes next fetched before its turn, news too', () => {
    const posts = many(9, { takeaway: 1 })
    const room = openRoom()
    room.director.setPosts(posts, [1])
    for (let turn = 0; turn < 10; turn += 1) {
      const ids = room.prepared()
      const before = visiblePosts(room.scene()).map((post) => post.id)
      room.turn(1)
      const after = visiblePosts(room.scene()).map((post) => post.id)
      expect(ids).toEqual(after.filter((id) => !before.includes(id)))
    }
    room.director.setPosts([makePost(900, { takeaway: 1 }), ...posts], [1], [900])
    expect(room.prepared()).toContain(900)
  })

  test('whoever news took the place of before their words could be read is still to come in that round', () => {
    const text = 'Somewhat more words than others have, for a change. '.repeat(3)
    const posts = [...many(9, { takeaway: 1, text }), ...many(3, { takeaway: 2, text })]
    const room = openRoom()
    room.director.setPosts(posts, [1, 2, 3])
    const cut = visiblePosts(room.scene()).map((post) => post.id)
    const fresh = makePost(3_001, { takeaway: 3 })
    room.director.setPosts([fresh, ...posts], [1, 2, 3], [fresh.id])
    room.turn(1)
    expect(visiblePosts(room.scene()).map((post) => post.id)).toEqual([fresh.id])
    const others = posts.length - cut.length
    while (room.seen.length < cut.length + 1 + others) room.turn(1)
    const afterNews = room.seen.slice(cut.length + 1)
    expect(afterNews.filter((id) => cut.includes(id))).toEqual([])
    room.turn(1)
    expect(visiblePosts(room.scene()).map((post) => post.id)).toEqual(expect.arrayContaining(cut.slice(0, 1)))
  })

  test('those whom news joins stand no longer for it than any others', () => {
    const text = 'Somewhat more words than others have, for a change. '.repeat(3)
    const posts = [...many(9, { takeaway: 1, text }), ...many(3, { takeaway: 2, text })]
    const room = openRoom()
    room.director.setPosts(posts, [1, 2])
    const stood = visiblePosts(room.scene()).map((post) => post.id)
    room.pass(20_000)
    room.director.setPosts([makePost(901, { takeaway: 1 }), ...posts], [1, 2], [901])
    while (visiblePosts(room.scene()).some((post) => stood.includes(post.id))) room.turn(1)
    expect(Math.max(...stood.map((id) => room.stoodMs.get(id) ?? 0))).toBeLessThanOrEqual(36_000)
  })

  test('brings news of somebody who stands there at once, in the place of their other words', () => {
    const posts = many(8, { takeaway: 1 })
    const room = openRoom()
    room.director.setPosts(posts, [1])
    const [visible] = visiblePosts(room.scene())
    const fresh = makePost(901, { takeaway: 1, ...(visible && { author: visible.author }) })
    room.director.setPosts([fresh, ...posts], [1], [fresh.id])
    room.turn(1)
    const ids = visiblePosts(room.scene()).map((post) => post.id)
    expect(ids).toContain(901)
    expect(ids).not.toContain(visible?.id)
  })

  test('lets no takeaway starve under a stream of news in another', () => {
    let posts = [...many(10, { takeaway: 1 }), ...many(10, { takeaway: 2 }), ...many(10, { takeaway: 3 })]
    const room = openRoom()
    room.director.setPosts(posts, [1, 2, 3])
    for (let step = 0; step < 120; step += 1) {
      posts = [makePost(5_000 + step, { takeaway: 1 }), ...posts]
      room.director.setPosts(posts, [1, 2, 3], [5_000 + step])
      room.turn(1)
    }
    const chapters = room.chapters()
    for (const takeaway of [2, 3]) {
      const at = chapters.flatMap((key, index) => (key === takeaway ? [index] : []))
      const waits = at.map((index, place) => index - (at[place - 1] ?? -1))
      expect(Math.max(...waits)).toBeLessThanOrEqual(6)
    }
    for (const post of posts.filter((one) => one.takeaway !== 1)) expect(room.seen).toContain(post.id)
  })

  test('answers that were approved while the screen was away are no news: none is marked, and nobody is hurried', () => {
    const posts = many(3, { takeaway: 1 })
    const room = openRoom()
    room.director.setPosts(posts, [1])
    const rest = room.nextTimerMs()
    room.director.setPosts([...many(30, { takeaway: 1 }, 100), ...posts], [1])
    expect(room.nextTimerMs()).toBe(rest)
    room.turn(40)
    expect(room.scenes.flatMap((scene) => scene.places).filter((shown) => shown?.isNew)).toEqual([])
    expect(new Set(room.seen).size).toBe(33)
  })

  test('an edit of what is already here is no news', () => {
    const posts = many(9, { takeaway: 1 })
    const room = openRoom()
    room.director.setPosts(posts, [1])
    room.director.setPosts(posts, [1], [posts[8]?.id ?? 0])
    room.turn(9)
    expect(room.scenes.flatMap((scene) => scene.places).filter((shown) => shown?.isNew)).toEqual([])
  })

  test.each([1, 2])(
    'in a busy hour those who were there before stand first in every fourth scene, with %i takeaways',
    (takeaways) => {
      const posts = many(3, { takeaway: 1 })
      const fresh = [
        ...many(30, { takeaway: 1 }, 100),
        ...(takeaways > 1 ? many(30, { takeaway: 2 }, 100) : []),
      ]
      const room = openRoom()
      room.director.setPosts(posts, [1, 2])
      const ids = fresh.map((post) => post.id)
      room.director.setPosts([...fresh, ...posts], [1, 2], ids)
      const spotlights: boolean[] = []
      for (let turn = 0; turn < 16; turn += 1) {
        room.turn(1)
        spotlights.push(room.scene().places[0]?.isNew === false)
      }
      const waits = spotlights
        .join()
        .split('true')
        .map((some) => some.split('false').length - 1)
      expect(Math.max(...waits)).toBeLessThanOrEqual(3)
      for (const post of posts) expect(room.seen.filter((id) => id === post.id).length).toBeGreaterThan(1)
    },
  )

  test('replays older posts when it is quiet, the one not seen for longest first', () => {
    const room = openRoom()
    room.director.setPosts(many(4, { takeaway: 1 }), [1])
    room.turn(30)
    const counts = Map.groupBy(room.seen, (id) => id)
    expect([...counts.values()].map((seen) => seen.length).every((count) => count > 3)).toBe(true)
  })

  test('lets all answers of a lone author take turns, one at a time', () => {
    const author = { name: 'Lone', handle: 'lone', avatar: null, link: 'https://social.example/lone' }
    const room = openRoom()
    room.director.setPosts(many(6, { takeaway: 1, author }), [1])
    room.turn(40)
    expect(new Set(room.seen).size).toBe(6)
    expect(room.scenes.every((scene) => visiblePosts(scene).length === 1)).toBe(true)
  })

  test('lets three cards stand calmly when there are no others', () => {
    const room = openRoom()
    room.director.setPosts(many(3, { takeaway: 1 }), [1])
    room.turn(20)
    expect(room.scenes).toHaveLength(1)
  })

  test('keeps a lone post on the stage and never blanks', () => {
    const room = openRoom()
    room.director.setPosts(many(1, { takeaway: 2 }), [1, 2])
    room.turn(20)
    expect(room.scenes.every((scene) => visiblePosts(scene).length === 1)).toBe(true)
  })

  test('remembers only posts that are there: memory stays flat over a long life', () => {
    const room = openRoom()
    for (let step = 0; step < 300; step += 1) {
      room.director.setPosts(many(5, { takeaway: 1 }, step * 5), [1])
      room.turn(1)
    }
    expect(room.scene().places).toHaveLength(placeCount)
    expect(visiblePosts(room.scene()).every((post) => post.id > 299 * 5)).toBe(true)
    expect(room.timers()).toBe(1)
  })
})

describe('the stage', () => {
  test('takes a removed post off in the same moment and fills its place soon after', () => {
    const posts = many(8, { takeaway: 1 })
    const room = openRoom()
    room.director.setPosts(posts, [1])
    const gone = visiblePosts(room.scene())[0]
    room.director.setPosts(
      posts.filter((post) => post.id !== gone?.id),
      [1],
    )
    expect(visiblePosts(room.scene()).map((post) => post.id)).not.toContain(gone?.id)
    expect(room.nextTimerMs()).toBeLessThan(1_000)
    room.turn(1)
    expect(visiblePosts(room.scene())).toHaveLength(placeCount)
  })

  test('never brings back a post that was removed', () => {
    const posts = many(8, { takeaway: 1 })
    const room = openRoom()
    room.director.setPosts(posts, [1])
    const left = posts.slice(3)
    room.director.setPosts(left, [1])
    const before = room.seen.length
    room.turn(40)
    const ids = new Set(left.map((post) => post.id))
    expect(room.seen.slice(before).every((id) => ids.has(id))).toBe(true)
  })

  test('shows an edit where the post stands', () => {
    const posts = many(3, { takeaway: 1 })
    const room = openRoom()
    room.director.setPosts(posts, [1])
    const edited = posts.map((post) => ({
      ...post,
      body: [{ kind: 'text' as const, text: `Edited ${post.id}` }],
    }))
    room.director.setPosts(edited, [1])
    expect(room.scene().places.map((shown) => shown?.pages[0]?.[0]?.text)).toEqual(
      visiblePosts(room.scene()).map((post) => `Edited ${post.id}`),
    )
  })

  test('fills only the places that are seen, and counts nobody as seen elsewhere', () => {
    const posts = many(9, { takeaway: 1 })
    const room = openRoom()
    room.director.setPlaces(1)
    room.director.setPosts(posts, [1])
    room.turn(8)
    expect(room.scenes.every((scene) => visiblePosts(scene).length === 1)).toBe(true)
    expect(new Set(room.seen).size).toBe(9)
  })

  test('after it was turned upright, those who lost their place are seen in the same round', () => {
    const room = openRoom()
    room.director.setPosts(many(9, { takeaway: 1 }), [1])
    const lost = visiblePosts(room.scene()).slice(1)
    room.director.setPlaces(1)
    expect(visiblePosts(room.scene())).toHaveLength(1)
    room.turn(8)
    for (const { id } of lost) expect(room.seen.filter((one) => one === id)).toHaveLength(2)
  })

  test('words that do not fit beside others get the stage for themselves, then pages; none of them is lost', () => {
    const posts = many(3, {
      takeaway: 1,
      text: 'Words that fit in most places, just not in this one. '.repeat(3),
    })
    const room = openRoom()
    room.director.setPosts(posts, [1])
    const [first, second] = room.scene().places
    if (!first || !second) throw new Error('the stage is not full')
    room.director.splitPlace(1, second)
    expect(visiblePosts(room.scene()).map((post) => post.id)).not.toContain(second.post.id)
    room.director.splitPlace(0, first)
    expect(visiblePosts(room.scene())).toEqual([first.post])
    const alone = room.scene().places[0]
    if (alone) room.director.splitPlace(0, alone)
    const pages = room.scene().places[0]?.pages ?? []
    expect(pages.length).toBeGreaterThan(1)
    expect(
      pages
        .flat()
        .map((segment) => segment.text)
        .join(''),
    ).toBe(first.post.body[0]?.text)
    // What already left has no say.
    room.director.splitPlace(0, first)
    expect(room.scene().places[0]?.pages).toBe(pages)
    room.turn(12)
    expect(new Set(room.seen).size).toBe(3)
  })

  test('gives long words and pictures the spotlight, never a small place', () => {
    const long = 'Long words that need room. '.repeat(10)
    const posts = [...many(6, { takeaway: 1, text: long }), ...many(6, { takeaway: 1 }, 50)]
    const room = openRoom()
    room.director.setPosts(posts, [1])
    room.turn(40)
    for (const scene of room.scenes) {
      for (const shown of scene.places.slice(1)) expect(shown?.post.body[0]?.text ?? '').not.toBe(long)
    }
    expect(room.seen.filter((id) => id <= 6).length).toBeGreaterThan(5)
  })

  test('shows all pages of very long words, each for its reading time, before it turns on', () => {
    const text = 'Many words in one post, one after another. '.repeat(40)
    const room = openRoom()
    room.director.setPosts([makePost(1, { text }), makePost(2, { takeaway: 2 })], [1, 2])
    const pages = room.scene().places[0]?.pages ?? []
    expect(pages.length).toBeGreaterThan(1)
    expect(
      pages
        .flat()
        .map((segment) => segment.text)
        .join(''),
    ).toBe(text)
    for (let page = 1; page < pages.length; page += 1) {
      expect(room.nextTimerMs()).toBeGreaterThan(20_000)
      room.turn(1)
      expect(room.scene().places[0]).toMatchObject({ page, post: { id: 1 } })
    }
    room.turn(1)
    expect(room.scene().takeaway).toBe(2)
  })

  test('lets the takeaways take turns while nobody has answered, and greets the first answer at once', () => {
    const room = openRoom()
    room.director.setPosts([], [1, 2])
    expect(room.scene().takeaway).toBe(1)
    room.turn(1)
    expect(room.scene().takeaway).toBe(2)
    room.director.setPosts([makePost(1, { takeaway: 1 })], [1, 2])
    expect(visiblePosts(room.scene()).map((post) => post.id)).toEqual([1])
  })

  test('stands still while paused, but a removal still takes effect', () => {
    const posts = many(8, { takeaway: 1 })
    const room = openRoom()
    room.director.setPosts(posts, [1])
    room.director.pause()
    expect(room.timers()).toBe(0)
    const gone = visiblePosts(room.scene())[1]
    room.director.setPosts(
      posts.filter((post) => post.id !== gone?.id),
      [1],
    )
    expect(visiblePosts(room.scene()).map((post) => post.id)).not.toContain(gone?.id)
    expect(room.timers()).toBe(0)
    room.director.resume()
    expect(room.timers()).toBe(1)
  })
})

function many(count: number, change: Partial<WallPost> & { text?: string }, from = 0): WallPost[] {
  const base = from + (change.takeaway === null ? 90 : (change.takeaway ?? 1) - 1) * 1_000
  const own = change.author ? 500 : 0
  return Array.from({ length: count }, (_, index) => makePost(base + own + index + 1, change))
}

/** A room whose clock stands still until `turn` runs the next timers. */
function openRoom() {
  const scenes: Scene[] = []
  const seen: number[] = []
  /** Post id → how long it stood so far. */
  const stoodMs = new Map<number, number>()
  const timers = new Map<number, { run: () => void; delayMs: number }>()
  let nextId = 1
  let nowMs = 0
  let prepared: number[] = []
  const director = createDirector(
    (scene) => {
      const before = new Set(visiblePosts(scenes.at(-1) ?? scene).map((post) => post.id))
      if (scenes.length === 0) before.clear()
      seen.push(...visiblePosts(scene).flatMap((post) => (before.has(post.id) ? [] : [post.id])))
      scenes.push(scene)
    },
    {
      setTimer: (run, delayMs) => {
        timers.set(nextId, { run, delayMs })
        return nextId++
      },
      clearTimer: (timer) => void timers.delete(timer as number),
      now: () => nowMs,
      prepare: (posts) => {
        prepared = posts.map((post) => post.id)
      },
    },
  )
  return {
    director,
    scenes,
    seen,
    stoodMs,
    now: () => nowMs,
    prepared: () => prepared,
    scene: () => scenes.at(-1) ?? { takeaway: undefined, places: [] },
    timers: () => timers.size,
    nextTimerMs: () => [...timers.values()][0]?.delayMs ?? Number.NaN,
    turn: (times: number) => {
      for (let time = 0; time < times; time += 1) {
        const [first] = timers
        if (!first) throw new Error('nothing is going to happen any more')
        timers.delete(first[0])
        const stood = visiblePosts(scenes.at(-1) ?? { takeaway: null, places: [] })
        for (const post of stood) stoodMs.set(post.id, (stoodMs.get(post.id) ?? 0) + first[1].delayMs)
        nowMs += first[1].delayMs
        first[1].run()
      }
    },
    /** Time goes by without a turn. */
    pass: (ms: number) => {
      for (const timer of timers.values()) timer.delayMs -= ms
      for (const post of visiblePosts(scenes.at(-1) ?? { takeaway: null, places: [] }))
        stoodMs.set(post.id, (stoodMs.get(post.id) ?? 0) + ms)
      nowMs += ms
    },
    chapters: () => runs(scenes).map((run) => run[0]?.takeaway),
    /** Whom each round of so many people began with. */
    rounds: (size: number) => {
      const starts = seen.flatMap((_, at) => (at % size === 0 ? [at] : []))
      return starts.map((at) => seen.slice(at, at + placeCount))
    },
  }
}

function runs(scenes: readonly Scene[]): Scene[][] {
  const all: Scene[][] = []
  for (const scene of scenes) {
    const last = all.at(-1)
    if (last && last[0]?.takeaway === scene.takeaway) last.push(scene)
    else all.push([scene])
  }
  return all
}
