// Turns counts per day into the columns of the chart. Days are calendar days (`2021-02-05`) and have no time
// zone here.
import type { DayCount } from '@wall/api/wire/team'

export type Step = 'day' | 'week'

export interface Column {
  /** The first day it covers. */
  day: string
  lastDay: string
  total: number
  /** Parts from the bottom up, in the order of `takeaways`; empty ones are left out. */
  parts: { takeaway: number | null; posts: number; from: number }[]
}

const dayMs = 86_400_000

/**
 * One column per day or week (weeks begin on Monday) from `firstDay` to `lastDay`, also where nothing came
 * in.
 */
export function buildColumns(
  counts: readonly DayCount[],
  options: { step: Step; firstDay: string; lastDay: string; takeaways: readonly (number | null)[] },
): Column[] {
  const columns: Column[] = []
  const stepDays = options.step === 'week' ? 7 : 1
  let day = options.step === 'week' ? mondayOf(options.firstDay) : options.firstDay
  while (day <= options.lastDay) {
    const next = addDays(day, stepDays)
    const within = counts.filter((count) => count.day >= day && count.day < next)
    columns.push(buildColumn(day, addDays(next, -1), within, options.takeaways))
    day = next
  }
  return columns
}

/** The days to show: from the first one with an answer (but at most `days` back) to today. */
export function findRange(
  counts: readonly DayCount[],
  today: string,
  days: number,
): { firstDay: string; lastDay: string } {
  const earliest = addDays(today, 1 - days)
  const first = [...counts.map((count) => count.day), today].toSorted()[0] ?? today
  return { firstDay: [first, earliest].toSorted()[1] ?? first, lastDay: today }
}

/** Days while they fit side by side, weeks beyond. */
export function chooseStep(firstDay: string, lastDay: string): Step {
  return (Date.parse(lastDay) - Date.parse(firstDay)) / dayMs >= 21 ? 'week' : 'day'
}

/** Round marks for the value axis, 0 first, at most five, whole numbers. */
export function chooseTicks(highest: number): number[] {
  const rough = Math.max(1, highest) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power)
  const ticks = [0]
  while ((ticks.at(-1) ?? 0) < highest) ticks.push((ticks.at(-1) ?? 0) + step)
  return ticks.length > 1 ? ticks : [0, step]
}

/** The reader's calendar day; `offsetMinutes` is minutes east of UTC. */
export function dayAt(atMs: number, offsetMinutes: number): string {
  return new Date(atMs + offsetMinutes * 60_000).toISOString().slice(0, 10)
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

function buildColumn(
  day: string,
  lastDay: string,
  counts: readonly DayCount[],
  takeaways: readonly (number | null)[],
): Column {
  let total = 0
  const parts: Column['parts'] = []
  for (const takeaway of takeaways) {
    const posts = counts.reduce((sum, count) => (count.takeaway === takeaway ? sum + count.posts : sum), 0)
    if (posts > 0) parts.push({ takeaway, posts, from: total })
    total += posts
  }
  return { day, lastDay, total, parts }
}
