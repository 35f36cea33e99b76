import { createClockWatch } from '@wall/workers/collecting/clock-watch'
import { expect, test } from 'vitest'

function start() {
  const told: string[] = []
  let offMs = 0
  const watch = createClockWatch({
    clock: () => Date.now() + offMs,
    report: (_part, { problem = null, detail = null }) =>
      told.push(problem ? `${problem} ${detail}` : 'right'),
  })
  return { watch, told, setOff: (ms: number) => (offMs = ms) }
}
const hourMs = 3_600_000

test('a clock that is wrong is told with how much, and so is its end, even if the network says nothing more', () => {
  const { watch, told, setOff } = start()
  watch.note(Date.now() - 20_000)
  expect(told).toEqual([])
  setOff(-3 * 24 * hourMs)
  watch.note(Date.now())
  expect(told).toEqual(['clock_behind 72 h'])
  watch.look()
  expect(told.at(-1)).toBe('clock_behind 72 h')
  setOff(0)
  watch.look()
  expect(told.at(-1)).toBe('right')
  setOff(9 * 60_000)
  watch.note(Date.now())
  expect(told.at(-1)).toBe('clock_ahead 9 min')
})

test('answers tell the time; what a cache kept, and what is no date, tells nothing wrong', async () => {
  const { watch, told, setOff } = start()
  const ask = (headers: Record<string, string>) =>
    watch.overhear(async () => new Response('{}', { headers }))('https://a.example.com')
  const date = (ms: number) => new Date(ms).toUTCString()
  await ask({ date: date(Date.now() - hourMs), age: '3600' })
  await ask({ date: 'yesterday' })
  await ask({})
  expect(told).toEqual([])
  setOff(9 * hourMs)
  const response = await ask({ date: date(Date.now()) })
  expect(await response.text()).toBe('{}')
  expect(told).toEqual(['clock_ahead 9 h'])
})
