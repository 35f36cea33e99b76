import { Readable } from 'node:stream'
import { readLabelledPosts } from '@wall/workers/cli/evaluate/read-labelled-posts'
import { expect, test } from 'vitest'

const read = (...lines: unknown[]) =>
  readLabelledPosts(
    Readable.from([lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')]),
    [1, 2],
  )

test('posts are read with their place and language, however they hold the record', async () => {
  const { posts, faults } = await read(
    { text: 'a', takeaway: 2, lang: 'es' },
    { record: { text: 'b', langs: ['en', 'es'] }, takeaway: null },
    '',
    { record: { text: 'c', takeaway: 1 } },
    { text: 'd', takeaway: 1, lang: 5 },
  )
  expect(faults).toEqual([])
  expect(posts).toEqual([
    { text: 'a', takeaway: 2, lang: 'es' },
    { text: 'b', takeaway: null, lang: 'en' },
    { text: 'c', takeaway: 1, lang: undefined },
    { text: 'd', takeaway: 1, lang: undefined },
  ])
})

test('what pictures show is read with the words, as the worker does', async () => {
  const { posts } = await read(
    { text: 'See this', alts: ['A clean river', ' '], takeaway: 1 },
    { record: { text: '', embed: { images: [{ alt: 'A forest' }] } }, takeaway: 2 },
  )
  expect(posts.map(({ text }) => text)).toEqual(['See this\nA clean river', 'A forest'])
})

test('lines that are no labelled post are told by their number, with what is wrong', async () => {
  const { posts, faults } = await read(
    '{"text":',
    '7',
    { takeaway: 1 },
    { text: 'no place' },
    { text: 'a', takeaway: 9 },
    { text: 'a', takeaway: '1' },
    { text: 'fine', takeaway: 1 },
    `{"text":"${'x'.repeat(1_048_576)}"}`,
  )
  expect(posts).toHaveLength(1)
  expect(faults.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 8])
  expect(faults.map(({ why }) => why)).toEqual([
    expect.stringMatching(/^this line is not JSON: /),
    'this line is JSON but not an object',
    'this line is not a JSON object with a text',
    'this post has no "takeaway" (a number, or null for none)',
    'the campaign has no takeaway 9',
    'the campaign has no takeaway "1"',
    'this line is longer than 1 MB',
  ])
})
