import { hasPassed, isTooFarAhead, slackMs } from '@wall/db/model/wait'
import { createRefitTimer } from '@wall/workers/learning/refit-timer'
import { expect, test } from 'vitest'

const hourMs = 3_600_000

test('a wait is over when its time has passed, or when it began later than now', () => {
  expect(hasPassed(1_000, 5_000, 5_999)).toBe(false)
  expect(hasPassed(1_000, 5_000, 6_000)).toBe(true)
  expect(hasPassed(hourMs, 10 * hourMs, 10 * hourMs - slackMs)).toBe(false)
  expect(hasPassed(hourMs, 10 * hourMs, hourMs)).toBe(true)
})

test('an end is too far ahead when no wait could end so late', () => {
  expect(isTooFarAhead(1_000 + hourMs + slackMs, 1_000, hourMs)).toBe(false)
  expect(isTooFarAhead(1_001 + hourMs + slackMs, 1_000, hourMs)).toBe(true)
  expect(isTooFarAhead(1_000, 9_000, -1)).toBe(false)
})

test('a model is made anew though the clock was set back after the change', () => {
  let now = 10 * hourMs
  const timer = createRefitTimer(() => now, { quietMs: 2_000, longestMs: 10_000 })
  timer.note('a')
  timer.begin()
  timer.succeed('a')
  timer.note('b')
  expect(timer.isDue()).toBe(false)
  now -= 9 * hourMs
  expect(timer.isDue()).toBe(true)
})
