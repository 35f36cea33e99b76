import type { PartView } from '@wall/api/wire/team'
import { secondsUntil, tellPart } from '@wall/web/team/source-words'
import { expect, test } from 'vitest'

const part: PartView = {
  name: 'stream',
  state: 'running',
  problem: null,
  detail: null,
  nextTryAt: null,
  since: '2026-01-01T00:00:00Z',
}

test('a running stream tells how far behind it is, other parts do not', () => {
  expect(tellPart(part, { lagMs: 2000 })).toMatchObject({ mood: 'good', key: 'partRunningLag' })
  expect(tellPart(part, { lagMs: null })).toMatchObject({ key: 'partRunning' })
  expect(tellPart({ ...part, name: 'check' }, { lagMs: 2000 })).toMatchObject({ key: 'partRunning' })
})

test('a clock that is wrong is trouble, though all goes on', () => {
  for (const [problem, key] of [
    ['clock_behind', 'problemClockBehind'],
    ['clock_ahead', 'problemClockAhead'],
  ] as const)
    expect(tellPart({ ...part, name: 'clock', problem, detail: '72 h' }, { lagMs: null })).toMatchObject({
      mood: 'bad',
      key,
    })
})

test('a problem comes before the state', () => {
  const away: PartView = { ...part, state: 'waiting', problem: 'unreachable', detail: 'stream.example' }
  expect(tellPart(away, { lagMs: 5 })).toEqual({
    mood: 'bad',
    key: 'problemUnreachable',
    values: { detail: 'stream.example' },
  })
})

test('a part that is off for want of a password is no failure', () => {
  const off: PartView = { ...part, name: 'backfill', state: 'off', problem: 'needs_credentials' }
  expect(tellPart(off, { lagMs: null })).toMatchObject({ mood: 'off', key: 'problemNeedsCredentials' })
})

test('the next try is told only while it lies ahead', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  expect(secondsUntil('2026-01-01T00:00:19.200Z', now)).toBe(20)
  expect(secondsUntil('2025-12-31T23:59:59Z', now)).toBeNull()
  expect(secondsUntil(null, now)).toBeNull()
})
