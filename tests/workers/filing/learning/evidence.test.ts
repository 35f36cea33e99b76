import { createTies, takeIndependent } from '@wall/workers/filing/learning/evidence'
import { expect, test } from 'vitest'

const write = (text: string, authorId: number) => ({ text, authorId })

test('of one text one post counts, of one author four, the first ones', () => {
  const copies = [write('Home visits!', 1), write('home visits', 2), write('HOME VISITS https://x.test', 3)]
  expect(takeIndependent(copies)).toEqual([copies[0]])
  const many = ['oak', 'ash', 'elm', 'fir', 'yew', 'box'].map((text) => write(text, 7))
  expect(takeIndependent(many)).toEqual(many.slice(0, 4))
})

test('posts of one author and of one text are tied, and whoever is tied to them', () => {
  const posts = [write('oak', 1), write('ash', 1), write('ASH!', 2), write('elm', 2), write('fir', 3)]
  for (const order of [posts, posts.toReversed()]) {
    const nameGroup = createTies(order)
    const groups = posts.map(nameGroup)
    expect(new Set(groups.slice(0, 4)).size).toBe(1)
    expect(groups[4]).not.toBe(groups[0])
  }
})
