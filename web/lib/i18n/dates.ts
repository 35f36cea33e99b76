import type { Language } from './language.ts'

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "5 minutes ago" in the reader's language; under a minute (and a little into the future) it is "now". */
export function formatTimeAgo(language: Language, at: string, nowMs: number): string {
  const seconds = (Date.parse(at) - nowMs) / 1000
  if (Number.isNaN(seconds)) return ''
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit)
  }
  return relative.format(0, 'second')
}

/** Date and time in full, in the reader's own time zone. */
export function formatDateTime(language: Language, at: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return ''
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(date)
}

/** A calendar day (`2021-02-05`), the same day in every time zone. */
export function formatDay(language: Language, day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(date)
}

/** A moment to begin from: the time of today, or the day with it. */
export function formatSince(language: Language, atMs: number, nowMs: number): string {
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString()
  if (isToday) return formatTime(language, atMs)
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(atMs)
}

export function formatTime(language: Language, atMs: number): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(atMs)
}
