import { findNothingSince } from '@wall/api/live/intake'
import type { PartStatus, SourceRow } from '@wall/db/model/source'
import { expect, test } from 'vitest'

const now = 1_800_000_000_000
const minute = 60_000
const times = { now, startedAt: now - 60 * minute }
const part = (problem: PartStatus['problem'], ago: number): PartStatus => ({
  ...{ state: problem ? 'waiting' : 'running', problem, detail: null, nextTryAt: null, since: now - ago },
})
const source = (parts: SourceRow['status']['parts'], heardAgo: number | null = 1000): SourceRow => ({
  ...{ id: 1, campaignId: 1, kind: 'bluesky', settings: {}, cursor: null, owner: null, fence: 0 },
  status: { parts, lastEventAt: null, counts: {} },
  statusAt: heardAgo === null ? null : now - heardAgo,
})
const fine = { stream: part(null, minute), check: part(null, minute) }

test.each<[string, SourceRow[], number | null, number | null]>([
  ['all is well', [source(fine)], null, null],
  ['the network cannot be reached', [source({ ...fine, stream: part('unreachable', 5 * minute) })], 5, 5],
  [
    'posts come in and nobody confirms them',
    [source({ ...fine, check: part('refused', 4 * minute) })],
    4,
    null,
  ],
  ['the workers are not running', [source(fine, 7 * minute)], 7, 7],
  ['the workers never were', [source({}, null)], 60, 60],
  ['nobody has set a source up', [], 60, 60],
  [
    'gaps cannot be filled, for want of the right password',
    [source({ ...fine, backfill: part('wrong_credentials', 9 * minute) })],
    null,
    null,
  ],
  ['the line was lost this moment', [source({ ...fine, stream: part('unreachable', 2000) })], null, null],
  ['one of two sources works', [source({ stream: part('silent', minute) }), source(fine)], null, null],
  ['both are away', [source({ stream: part('silent', 3 * minute) }), source(fine, 2 * minute)], 2, 2],
  ['a worker’s clock was days ahead', [source(fine, -3 * 24 * 60 * minute)], 60, 60],
])('%s', (_, sources, toPublic, toModerators) => {
  const ago = (view: 'public' | 'moderator') => {
    const since = findNothingSince(sources, view, times)
    return since === null ? null : (now - since) / minute
  }
  expect([ago('public'), ago('moderator')]).toEqual([toPublic, toModerators])
})

test('what the last run left behind says nothing before the workers had their time', () => {
  const old = [source({ stream: part('unreachable', 60 * minute) }, 50 * minute)]
  expect(findNothingSince(old, 'public', { now, startedAt: now - 20_000 })).toBeNull()
  expect(findNothingSince(old, 'public', { now, startedAt: now - 40_000 })).toBe(now - 50 * minute)
  expect(findNothingSince([], 'public', { now, startedAt: now - 20_000 })).toBeNull()
})
