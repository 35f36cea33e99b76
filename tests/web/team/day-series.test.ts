import { addDays, buildColumns, chooseStep, chooseTicks, dayAt, findRange } from '@wall/web/team/day-series'
import { expect, test } from 'vitest'

const takeaways = [1, 2, null]

test('days without answers are columns too, and parts stand on one another', () => {
  const columns = buildColumns(
    [
      { day: '2026-03-02', takeaway: 2, posts: 3 },
      { day: '2026-03-02', takeaway: 1, posts: 2 },
      { day: '2026-03-04', takeaway: null, posts: 1 },
    ],
    { step: 'day', firstDay: '2026-03-02', lastDay: '2026-03-04', takeaways },
  )
  expect(columns.map((column) => column.total)).toEqual([5, 0, 1])
  expect(columns[0]?.parts).toEqual([
    { takeaway: 1, posts: 2, from: 0 },
    { takeaway: 2, posts: 3, from: 2 },
  ])
})

test('weeks begin on Monday and lose no day', () => {
  const counts = ['2026-02-25', '2026-03-01', '2026-03-02', '2026-03-08'].map((day) => ({
    day,
    takeaway: 1,
    posts: 1,
  }))
  const columns = buildColumns(counts, {
    step: 'week',
    firstDay: '2026-02-25',
    lastDay: '2026-03-08',
    takeaways,
  })
  expect(columns.map((column) => [column.day, column.lastDay, column.total])).toEqual([
    ['2026-02-23', '2026-03-01', 2],
    ['2026-03-02', '2026-03-08', 2],
  ])
})

test('the range begins with the first answer, but not before the days asked for', () => {
  const counts = [{ day: '2026-03-05', takeaway: 1, posts: 1 }]
  expect(findRange(counts, '2026-03-10', 42)).toEqual({ firstDay: '2026-03-05', lastDay: '2026-03-10' })
  expect(findRange(counts, '2026-06-10', 14)).toEqual({ firstDay: '2026-05-28', lastDay: '2026-06-10' })
  expect(findRange([], '2026-03-10', 42)).toEqual({ firstDay: '2026-03-10', lastDay: '2026-03-10' })
})

test('three weeks are shown by day, more by week', () => {
  expect(chooseStep('2026-03-01', '2026-03-21')).toBe('day')
  expect(chooseStep('2026-03-01', '2026-03-22')).toBe('week')
})

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [7, [0, 2, 4, 6, 8]],
  [23, [0, 10, 20, 30]],
  [130, [0, 50, 100, 150]],
])('up to %i the axis is marked %j', (highest, ticks) => {
  expect(chooseTicks(highest)).toEqual(ticks)
})

test('the day is the one of the reader, over months and clock changes', () => {
  expect(dayAt(Date.parse('2026-03-01T02:00:00Z'), -300)).toBe('2026-02-28')
  expect(dayAt(Date.parse('2026-02-28T23:30:00Z'), 60)).toBe('2026-03-01')
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
})
