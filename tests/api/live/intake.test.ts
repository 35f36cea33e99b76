import { findNothingSince } from '@wall/api/live/intake'
import { AppError } from '@wall/db/model/error'
import type { PartProblem, SourceRow, SourceStatus } from '@wall/db/model/source'
import { createStatusBoard, type StatusBoard } from '@wall/workers/collecting/status-board'
import { tellSetAside } from '@wall/workers/collecting/store-trouble'
import { tellRefused } from '@wall/workers/sources/bluesky/to-draft'
import type { PartReport } from '@wall/workers/sources/source'
import { expect, test } from 'vitest'
import { createWorld } from '../../workers/sources/collecting.ts'

const now = 1_800_000_000_000
const minute = 60_000
const times = { now, startedAt: now - 60 * minute }
const { log } = createWorld().context

/** What a worker told, and how long ago. */
type Told = [(board: StatusBoard) => void, number]
const tell = (part: string, report: PartReport, ago: number): Told => [
  (board) => board.report(part, report),
  ago,
]
const waiting = (problem: PartProblem): PartReport => ({ state: 'waiting', problem })
const fine = ['stream', 'check'].map((part) => tell(part, { state: 'running' }, 30 * minute))

/** As the workers' own board leaves it. */
async function source(told: Told[], heardAgo: number | null = 1000): Promise<SourceRow> {
  let at = now
  let status: SourceStatus = { parts: {}, lastEventAt: null, counts: {} }
  const save = async (saved: SourceStatus) => {
    status = saved
  }
  const board = createStatusBoard({ status, save, clock: () => at, log })
  for (const [act, ago] of told) {
    at = now - ago
    act(board)
  }
  await board.run(AbortSignal.abort())
  return {
    ...{ id: 1, campaignId: 1, kind: 'bluesky', name: '', network: null, settings: {} },
    ...{ cursor: null, owner: null, fence: 0 },
    status,
    statusAt: heardAgo === null ? null : now - heardAgo,
  }
}

const refuseRow: Told = [
  (board) =>
    tellSetAside(board, log)('at://did:plc:ana/app.bsky.feed.post/1', new AppError('internal', 'No.')),
  5 * minute,
]
const refuseRecord: Told = [
  (board) => tellRefused({ ...board, log }, 'at://did:plc:ana/app.bsky.feed.post/1', 'bad_record'),
  5 * minute,
]

test.each<[string, [Told[], (number | null)?][], number | null, number | null]>([
  ['all is well', [[fine]], null, null],
  ['the network cannot be reached', [[[...fine, tell('stream', waiting('unreachable'), 5 * minute)]]], 5, 5],
  [
    'posts come in and nobody confirms them',
    [[[...fine, tell('check', waiting('refused'), 4 * minute)]]],
    4,
    null,
  ],
  ['the workers are not running', [[fine, 7 * minute]], 7, 7],
  ['the workers never were', [[[], null]], 60, 60],
  ['nobody has set a source up', [], 60, 60],
  [
    'gaps cannot be filled, for want of the right password',
    [[[...fine, tell('backfill', waiting('wrong_credentials'), 9 * minute)]]],
    null,
    null,
  ],
  ['somebody posted what no network allows', [[[...fine, refuseRecord]]], null, null],
  ['the database refused one row', [[[...fine, refuseRow]]], null, null],
  [
    'many posts are missing, and new ones are confirmed',
    [[[...fine, tell('check', { state: 'running', problem: 'many_missing' }, 9 * minute)]]],
    null,
    null,
  ],
  [
    'many posts were missing for long, and now the network refuses too',
    [
      [
        [
          ...fine,
          tell('check', { state: 'running', problem: 'many_missing' }, 9 * minute),
          tell('check', waiting('refused'), 2 * minute),
        ],
      ],
    ],
    2,
    null,
  ],
  [
    'a clock is wrong',
    [[[...fine, tell('clock', { state: 'running', problem: 'clock_behind' }, 9 * minute)]]],
    null,
    null,
  ],
  ['the line was lost this moment', [[[...fine, tell('stream', waiting('unreachable'), 2000)]]], null, null],
  ['one of two sources works', [[[tell('stream', waiting('silent'), minute)]], [fine]], null, null],
  ['both are away', [[[tell('stream', waiting('silent'), 3 * minute)]], [fine, 2 * minute]], 2, 2],
  ['a worker’s clock was days ahead', [[fine, -3 * 24 * 60 * minute]], 60, 60],
])('%s', async (_, told, toPublic, toModerators) => {
  const sources = await Promise.all(told.map((one) => source(...one)))
  const ago = (view: 'public' | 'moderator') => {
    const since = findNothingSince(sources, view, times)
    return since === null ? null : (now - since) / minute
  }
  expect([ago('public'), ago('moderator')]).toEqual([toPublic, toModerators])
})

test('what the last run left behind says nothing before the workers had their time', async () => {
  const old = [await source([tell('stream', waiting('unreachable'), 60 * minute)], 50 * minute)]
  expect(findNothingSince(old, 'public', { now, startedAt: now - 20_000 })).toBeNull()
  expect(findNothingSince(old, 'public', { now, startedAt: now - 40_000 })).toBe(now - 50 * minute)
  expect(findNothingSince([], 'public', { now, startedAt: now - 20_000 })).toBeNull()
})
