import { AppError } from '@wall/db/model/error'
import type { Batch } from '@wall/db/model/source'
import { createBatchRecorder } from '@wall/workers/collecting/batch-recorder'
import { expect, test } from 'vitest'
import { makeBatch, makePost } from '../../support/database/posts.ts'

const uriOf = (name: string) => `at://did:plc:${name}/app.bsky.feed.post/1`
const refusal = new AppError('internal', 'The database refused a step.')

/** A store that does not take what carries one of these names. */
function start(bad: string[], fault: unknown = refusal) {
  const stored: Batch[] = []
  const aside: string[] = []
  const recorder = createBatchRecorder({
    async store(batch) {
      if (bad.some((name) => JSON.stringify(batch).includes(name))) throw fault
      stored.push(batch)
    },
    setAside: (row) => aside.push(row),
  })
  const all = () => stored.flatMap(({ posts, removals }) => [...posts, ...removals].map(({ uri }) => uri))
  return { recorder, stored, aside, all }
}

const posts = (...names: string[]) => names.map((name) => makePost({ uri: uriOf(name) }))
const removal = (name: string) => ({
  network: 'bluesky',
  uri: uriOf(name),
  rev: '3b',
  why: 'deleted' as const,
})

test('one post that is refused is set aside, the rest is stored in order, and the place moves on last', async () => {
  const { recorder, stored, aside, all } = start(['bad'])
  const names = ['a', 'b', 'c', 'bad', 'd', 'e']
  await recorder.record(makeBatch({ posts: posts(...names), cursor: 'after' }), 'before')
  expect(aside).toEqual([uriOf('bad')])
  expect(all()).toEqual(names.filter((name) => name !== 'bad').map(uriOf))
  expect(stored.map(({ cursor }) => cursor)).toEqual([...stored.slice(1).map(() => 'before'), 'after'])
})

test('a removal and news of an account are set aside as well, and each by its name', async () => {
  const { recorder, aside, all } = start(['bad'])
  const authorChanges = [{ network: 'bluesky', networkId: 'did:plc:bad', handle: 'x.example' }]
  await recorder.record(
    makeBatch({ posts: posts('a'), removals: [removal('b'), removal('bad')], authorChanges }),
    null,
  )
  expect(aside).toEqual([uriOf('bad'), 'did:plc:bad'])
  expect(all()).toEqual(['a', 'b'].map(uriOf))
})

test('a database that is away, or led by another, refuses no row', async () => {
  for (const code of ['unavailable', 'conflict'] as const) {
    const { recorder, stored, aside } = start(['a'], new AppError(code, 'No.'))
    await expect(recorder.record(makeBatch({ posts: posts('a', 'b') }), null)).rejects.toMatchObject({ code })
    expect([stored, aside]).toEqual([[], []])
  }
})

test('a database that refuses all there is is at fault itself: nothing is set aside beyond three rows', async () => {
  const { recorder, stored, aside } = start(['bluesky'])
  const many = makeBatch({ posts: posts('a', 'b', 'c', 'd') })
  await expect(recorder.record(many, null)).rejects.toBe(refusal)
  for (const name of ['a', 'b', 'c']) await recorder.record(makeBatch({ posts: posts(name) }), null)
  await expect(recorder.record(makeBatch({ posts: posts('d') }), null)).rejects.toBe(refusal)
  expect(aside).toEqual(['a', 'b', 'c'].map(uriOf))
  expect(stored.flatMap((batch) => batch.posts)).toEqual([])
})

test('a fault of our own at one post is tried again twice before it counts as a refusal', async () => {
  const { recorder, aside, all } = start(['bad'], new TypeError('Invalid time value'))
  const batch = makeBatch({ posts: posts('a', 'bad') })
  for (const _ of [1, 2]) await expect(recorder.record(batch, null)).rejects.toBeInstanceOf(TypeError)
  await recorder.record(batch, null).catch(() => recorder.record(batch, null))
  expect(aside).toEqual([uriOf('bad')])
  expect(all()).toContain(uriOf('a'))
})
