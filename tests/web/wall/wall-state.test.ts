import {
  addOlder,
  applyNews,
  countAnswers,
  countWaiting,
  getSection,
  hasOlder,
  restartWall,
  revealWaiting,
  showLater,
  startWall,
} from '@wall/web/wall/wall-state'
import { describe, expect, test } from 'vitest'
import { makePost, makeSnapshot, words } from '../support/wall-fixtures.ts'

const start = () => startWall(makeSnapshot([makePost(3), makePost(2), makePost(5, { takeaway: null })]))

describe('the wall', () => {
  test('puts each post of the snapshot under its takeaway, newest first', () => {
    const state = startWall(makeSnapshot([makePost(2), makePost(9), makePost(5, { takeaway: null })]))
    expect(getSection(state, '1').shown).toEqual([9, 2])
    expect(getSection(state, 'unfiled').shown).toEqual([5])
  })

  test('lets a new post wait instead of moving what a reader looks at', () => {
    const state = applyNews(start(), [{ name: 'post', data: makePost(7) }])
    expect(getSection(state, '1')).toMatchObject({ shown: [3, 2], waiting: [7] })
    expect(countWaiting(state)).toBe(1)
  })

  test('counts what a reader was shown, not what waits behind "new", whatever comes first', () => {
    const count = { name: 'counts', data: { '1': 3, unfiled: 1 } } as const
    const news = { name: 'post', data: makePost(7) } as const
    for (const events of [[news], [news, count], [count, news]])
      expect(countAnswers(applyNews({ ...start(), counts: { '1': 2, unfiled: 1 } }, events), '1')).toBe(2)
    const later = applyNews({ ...start(), counts: { '1': 60 } }, [news, { ...count, data: { '1': 61 } }])
    expect(countAnswers(later, '1')).toBe(60)
    expect(countAnswers(revealWaiting(later, '1'), '1')).toBe(61)
  })

  test('shows the first answer of a takeaway at once: there is nothing it could move', () => {
    const state = applyNews(start(), [{ name: 'post', data: makePost(7, { takeaway: 2 }) }])
    expect(getSection(state, '2')).toMatchObject({ shown: [7], waiting: [] })
  })

  test('lets the waiting posts in at their place in time when asked', () => {
    const late = makePost(8, { sortAt: makePost(2).sortAt.replace('2026', '2025') })
    const waiting = applyNews(start(), [
      { name: 'post', data: makePost(7) },
      { name: 'post', data: late },
    ])
    expect(getSection(revealWaiting(waiting, '1'), '1')).toMatchObject({ shown: [7, 3, 2, 8], waiting: [] })
  })

  test('replaces an edited post where it stands', () => {
    const state = applyNews(start(), [{ name: 'post', data: makePost(2, { body: words('Edited') }) }])
    expect(getSection(state, '1').shown).toEqual([3, 2])
    expect(state.posts.get(2)?.body).toEqual(words('Edited'))
  })

  test('moves a refiled post to the waiting ones of its new takeaway', () => {
    const state = applyNews(start(), [{ name: 'post', data: makePost(2, { takeaway: null }) }])
    expect(getSection(state, '1').shown).toEqual([3])
    expect(getSection(state, 'unfiled')).toMatchObject({ shown: [5], waiting: [2] })
  })

  test('removes a post that is gone from what is shown and from what waits', () => {
    const waiting = applyNews(start(), [{ name: 'post', data: makePost(7) }])
    const state = applyNews(waiting, [
      { name: 'gone', data: { id: 7 } },
      { name: 'gone', data: { id: 3 } },
      { name: 'gone', data: { id: 4711 } },
    ])
    expect(getSection(state, '1')).toMatchObject({ shown: [2], waiting: [] })
    expect(state.posts.has(3)).toBe(false)
  })

  test('never shows a post that came and went in the same piece of news', () => {
    const state = applyNews(start(), [
      { name: 'post', data: makePost(7, { takeaway: 2 }) },
      { name: 'gone', data: { id: 7 } },
    ])
    expect(getSection(state, '2').shown).toEqual([])
  })

  test('adds older posts once, and knows when there are no more', () => {
    const state = startWall(makeSnapshot([makePost(9), makePost(8)], { counts: { '1': 4 } }))
    expect(hasOlder(state, '1')).toBe(true)
    const grown = addOlder(state, '1', { posts: [makePost(9), makePost(8), makePost(7)], next: 'c' })
    expect(getSection(grown, '1').shown).toEqual([9, 8, 7])
    expect(hasOlder(grown, '1')).toBe(true)
    const whole = addOlder(grown, '1', { posts: [makePost(6)], next: null })
    expect(getSection(whole, '1').shown).toEqual([9, 8, 7, 6])
    expect(hasOlder(whole, '1')).toBe(false)
  })

  test('begins with the newest eight of a takeaway and shows the others it knows when asked', () => {
    const posts = Array.from({ length: 30 }, (_, index) => makePost(index + 1))
    const state = startWall(makeSnapshot(posts))
    expect(getSection(state, '1').shown).toEqual([30, 29, 28, 27, 26, 25, 24, 23])
    expect(hasOlder(state, '1')).toBe(true)
    const more = showLater(state, '1')
    expect(getSection(more, '1').shown).toHaveLength(24)
    const all = showLater(more, '1')
    expect(getSection(all, '1').shown).toEqual(posts.map((post) => post.id).reverse())
    expect(hasOlder(all, '1')).toBe(false)
  })

  test('removes a post that is gone before it was ever shown', () => {
    const posts = Array.from({ length: 12 }, (_, index) => makePost(index + 1))
    const state = applyNews(startWall(makeSnapshot(posts)), [{ name: 'gone', data: { id: 2 } }])
    expect(getSection(showLater(state, '1'), '1').shown).not.toContain(2)
  })

  test('keeps older posts of a new snapshot for later, and only newer ones wait', () => {
    const before = startWall(makeSnapshot([makePost(20), makePost(19)]))
    const after = restartWall(before, makeSnapshot([makePost(21), makePost(20), makePost(5)]))
    expect(getSection(after, '1')).toMatchObject({ shown: [20], waiting: [21], later: [5] })
  })

  test('asks for no older posts where all are shown or waiting', () => {
    const state = applyNews(start(), [
      { name: 'post', data: makePost(7) },
      { name: 'counts', data: { '1': 3, unfiled: 1 } },
    ])
    expect(hasOlder(state, '1')).toBe(false)
  })

  test('drops after a gap whatever the new snapshot does not confirm, and lets its new posts wait', () => {
    const before = addOlder(start(), '1', { posts: [makePost(1)], next: null })
    const after = restartWall(before, makeSnapshot([makePost(8), makePost(2)]))
    expect(getSection(after, '1')).toMatchObject({ shown: [2], waiting: [8] })
    expect([...after.posts.keys()].sort()).toEqual([2, 8])
  })
})
