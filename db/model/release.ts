import type { CampaignContent } from './campaign.ts'

type Dated = Pick<CampaignContent, 'timeZone' | 'takeaways'>

/**
 * Ids of the takeaways whose day has not begun yet in the campaign's time zone. One without a day hides
 * nothing.
 */
export function listUnreleased({ timeZone, takeaways }: Dated, now: number): number[] {
  const today = formatLocalDay(timeZone, now)
  return takeaways
    .filter(({ releasedOn }) => releasedOn !== null && releasedOn > today)
    .map(({ id }) => id)
    .sort((a, b) => a - b)
}

/** When the next of them is released, epoch ms; null when none waits. */
export function findNextRelease({ timeZone, takeaways }: Dated, now: number): number | null {
  const today = formatLocalDay(timeZone, now)
  const days = takeaways.flatMap(({ releasedOn }) =>
    releasedOn !== null && releasedOn > today ? [releasedOn] : [],
  )
  return days.length === 0 ? null : startOfDay(timeZone, days.sort()[0] as string)
}

/**
 * The first moment of a calendar day somewhere. It is looked for by halving, since midnight is not always
 * there: clocks are put forward over it (Santiago, Beirut), back before it, and zones have skipped whole
 * days.
 */
function startOfDay(timeZone: string | undefined, day: string): number {
  const near = Date.parse(day)
  let before = near - 48 * hourMs
  let after = near + 48 * hourMs
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (formatLocalDay(timeZone, middle) < day) before = middle
    else after = middle
  }
  return after
}

const hourMs = 60 * 60 * 1000

/** `2021-02-05`, by the calendar everybody writes ISO dates in. */
function formatLocalDay(timeZone = 'UTC', at: number): string {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${String(part.year).padStart(4, '0')}-${part.month}-${part.day}`
}
