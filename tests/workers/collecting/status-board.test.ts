import type { SourceStatus } from '@wall/db/model/source'
import { createStatusBoard } from '@wall/workers/collecting/status-board'
import { expect, test } from 'vitest'
import { createWorld } from '../sources/collecting.ts'

const stored: SourceStatus = { parts: {}, lastEventAt: 500, counts: { matched: 3 } }

test('a change of state is logged once, further tries are only saved', async () => {
  const { context, logged } = createWorld()
  const saved: SourceStatus[] = []
  let now = 1_000
  const save = async (status: SourceStatus) => void saved.push(status)
  const board = createStatusBoard({ status: stored, save, clock: () => now, log: context.log })
  for (const host of ['a.example.com', 'b.example.com', 'c.example.com']) {
    now += 100
    board.report('stream', { state: 'waiting', problem: 'unreachable', detail: host, nextTryAt: now + 50 })
  }
  expect(logged).toHaveLength(1)
  expect(logged[0]).toContain('a.example.com')
  expect(logged[0]).toContain('next try at')
  now += 100
  board.report('stream', { state: 'running', detail: 'd.example.com' })
  expect(logged).toHaveLength(2)
  board.count('matched')
  board.noteEventAt(400)
  await board.run(AbortSignal.abort())
  expect(saved.at(-1)).toEqual({
    parts: {
      stream: { state: 'running', problem: null, detail: 'd.example.com', nextTryAt: null, since: now },
    },
    lastEventAt: 500,
    counts: { matched: 4 },
  })
})

test('a part that stays as it is keeps its time', async () => {
  const { context } = createWorld()
  let now = 1_000
  let last: SourceStatus | undefined
  const save = async (status: SourceStatus) => {
    last = status
  }
  const board = createStatusBoard({ status: stored, save, clock: () => now, log: context.log })
  board.report('stream', { state: 'waiting', problem: 'silent', nextTryAt: 1_500 })
  now = 2_000
  board.report('stream', { state: 'waiting', problem: 'silent', nextTryAt: 2_500 })
  await board.run(AbortSignal.abort())
  expect(last?.parts.stream).toMatchObject({ since: 1_000, nextTryAt: 2_500 })
})

test('a row set aside today outlives the next start, though the first one was set aside long ago', async () => {
  const { context } = createWorld()
  const dayMs = 86_400_000
  let now = 1_000
  let last: SourceStatus = stored
  const save = async (status: SourceStatus) => {
    last = status
  }
  const start = () => createStatusBoard({ status: last, save, clock: () => now, log: context.log })
  const board = start()
  board.report('set_aside', { state: 'running', problem: 'set_aside', detail: 'at://one: 23514' })
  now += 8 * dayMs
  board.report('set_aside', { state: 'running', problem: 'set_aside', detail: 'at://two: 23514' })
  await board.run(AbortSignal.abort())
  await start().run(AbortSignal.abort())
  expect(last.parts.set_aside).toMatchObject({ detail: 'at://two: 23514', since: now })
})
