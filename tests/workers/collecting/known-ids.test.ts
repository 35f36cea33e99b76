// What a worker remembers of the posts and authors that are stored.
import { createKnownIds, readKnownIds } from '@wall/workers/collecting/known-ids'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('nothing that was added is missed, in whatever order and number it came', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 20 }), (ids, mostYoung) => {
      const known = createKnownIds(mostYoung)
      for (const [count, id] of ids.entries()) {
        known.add(id)
        for (const added of ids.slice(0, count + 1)) expect(known.has(added), added).toBe(true)
      }
    }),
  )
})

test('nothing else is found among a hundred thousand', () => {
  const known = createKnownIds()
  const id = (index: number) => `at://did:plc:${index % 977}/app.example.post/3k${index}`
  for (let index = 0; index < 100_000; index += 1) known.add(id(index))
  const found = Array.from({ length: 200_000 }, (_, index) => index).filter((index) => known.has(id(index)))
  expect(found).toHaveLength(100_000)
  expect(found.at(-1)).toBe(99_999)
})

test('all parts of what is stored are read', async () => {
  const stored = Array.from({ length: 25 }, (_, index) => `id ${String(index).padStart(2, '0')}`)
  const listKnownIds = async (_network: string, _kind: string, after = '') =>
    stored.filter((id) => id > after).slice(0, 10)
  const known = await readKnownIds({ listKnownIds }, 'pebble', 'post', new AbortController().signal)
  expect(stored.filter((id) => !known.has(id))).toEqual([])
  expect(known.has('id 25')).toBe(false)
})
