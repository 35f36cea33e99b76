import { takeIndependent } from '@wall/filing/jobs/evidence'
import { expect, test } from 'vitest'

const write = (text: string, authorId: number) => ({ text, authorId })

test('of one text one post counts, of one author four, the first ones', () => {
  const copies = [write('Home visits!', 1), write('home visits', 2), write('HOME VISITS https://x.test', 3)]
  expect(takeIndependent(copies)).toEqual([copies[0]])
  const many = ['oak', 'ash', 'elm', 'fir', 'yew', 'box'].map((text) => write(text, 7))
  expect(takeIndependent(many)).toEqual(many.slice(0, 4))
})

test('a text with another word, or with signs that nobody sees, is the same text', () => {
  const long = 'Visit every family at home before the first day of school starts'
  const posts = [
    write(long, 1),
    write(`${long} indeed`, 2),
    write(long.replace('family', 'fam\u200bily'), 3),
    write('Visit every child', 4),
    write('Visit every teacher', 5),
  ]
  expect(takeIndependent(posts)).toEqual([posts[0], posts[3], posts[4]])
})
