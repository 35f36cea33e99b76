import { createStatusRelay } from '@wall/workers/collecting/status-relay'
import type { PartReport } from '@wall/workers/sources/source'
import { expect, test } from 'vitest'

function makeTeller() {
  const told: [string, string | number][] = []
  return {
    told,
    report: (part: string, { state }: PartReport) => void told.push([part, state]),
    count: (name: string, by = 1) => void told.push([name, by]),
  }
}

test('while a worker leads, its board hears all, beginning with how things are; before and after only its log does', () => {
  const own = makeTeller()
  const board = makeTeller()
  const relay = createStatusRelay(own)
  relay.report('check', { state: 'running' })
  relay.count('checked', 2)
  relay.relayTo(board)
  relay.report('check', { state: 'waiting', problem: 'unreachable' })
  relay.count('checked')
  relay.relayTo(null)
  relay.count('checked', 3)
  expect(board.told).toEqual([
    ['check', 'running'],
    ['check', 'waiting'],
    ['checked', 1],
  ])
  expect(own.told).toEqual([
    ['check', 'running'],
    ['checked', 2],
    ['check', 'waiting'],
    ['checked', 3],
  ])
})
