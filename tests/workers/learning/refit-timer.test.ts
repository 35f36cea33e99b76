import { createRefitTimer } from '@wall/workers/learning/refit-timer'
import { expect, test } from 'vitest'

const times = { quietMs: 100, longestMs: 1_000 }

function start() {
  let now = 0
  const timer = createRefitTimer(() => now, times)
  timer.note('a')
  timer.begin()
  timer.succeed('a')
  const at = (ms: number) => {
    now = ms
  }
  return { timer, at }
}

test('a model is made once changes pause, or have gone on for long', () => {
  const { timer, at } = start()
  for (let ms = 1; ms < 1_001; ms += 50) {
    at(ms)
    timer.note(`b${ms}`)
    expect(timer.isDue()).toBe(false)
  }
  at(1_001)
  timer.note('b')
  expect(timer.isDue()).toBe(true)
})

test('a change that was taken back leaves nothing to do, nor is the next one in a hurry', () => {
  const { timer, at } = start()
  timer.note('b')
  at(10)
  timer.note('a')
  expect(timer.isDue()).toBe(false)
  at(5_000)
  timer.note('c')
  expect(timer.isDue()).toBe(false)
  at(5_100)
  expect(timer.isDue()).toBe(true)
})

test('after a fault it is not tried again at once', () => {
  const { timer, at } = start()
  at(200)
  timer.note('b')
  at(300)
  expect(timer.isDue()).toBe(true)
  timer.begin()
  timer.fail()
  expect(timer.isDue()).toBe(false)
  at(400)
  expect(timer.isDue()).toBe(true)
})
