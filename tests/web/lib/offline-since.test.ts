import { createKeptValues } from '@wall/web/lib/kept-values'
import { createOfflineSince } from '@wall/web/lib/live'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

function makeKept() {
  const values = new Map<string, string>()
  return createKeptValues(
    () =>
      ({
        getItem: (key: string) => values.get(key) ?? null,
        setItem: (key: string, value: string) => void values.set(key, value),
        removeItem: (key: string) => void values.delete(key),
      }) as Storage,
  )
}

test('"offline since" does not begin anew with a page that is loaded anew, and ends with the connection', () => {
  const kept = makeKept()
  const first = createOfflineSince(kept)
  first.follow('connecting')
  expect(first.since()).toBeUndefined()
  first.follow('offline')
  vi.advanceTimersByTime(60_000)
  const second = createOfflineSince(kept)
  second.follow('connecting')
  second.follow('offline')
  expect(second.since()).toBe(1_000_000)
  second.follow('live')
  expect(second.since()).toBeUndefined()
  vi.advanceTimersByTime(60_000)
  second.follow('offline')
  expect(second.since()).toBe(1_120_000)
})

test('a time that a clock ahead of now left behind counts as now', () => {
  const kept = makeKept()
  kept.write('offline-since', '9000000')
  const late = createOfflineSince(kept)
  late.follow('offline')
  expect(late.since()).toBe(1_000_000)
})
