import { CampaignContent } from '@wall/db/model/campaign'
import { findNextRelease, listUnreleased } from '@wall/db/model/release'
import { expect, test } from 'vitest'

const makeCampaign = (timeZone: string | undefined, ...days: (string | null)[]) =>
  CampaignContent.parse({
    name: 'Test',
    hashtags: ['test'],
    timeZone,
    takeaways: days.map((releasedOn, index) => ({
      ...{ number: index + 1, slug: `takeaway-${index + 1}`, title: 'Title' },
      releasedOn,
    })),
  })
const nextOf = (campaign: CampaignContent, at: string) => {
  const next = findNextRelease(campaign, Date.parse(at))
  return next === null ? null : new Date(next).toISOString()
}

test.each([
  ['America/Chicago', '2027-02-05', '2027-02-05T06:00:00.000Z'],
  // On that day clocks are put forward; the day had begun before.
  ['America/Chicago', '2027-03-14', '2027-03-14T06:00:00.000Z'],
  ['America/Chicago', '2027-03-15', '2027-03-15T05:00:00.000Z'],
  // Midnight does not exist: clocks are put forward over it.
  ['America/Santiago', '2027-09-05', '2027-09-05T04:00:00.000Z'],
  // Clocks are put back from midnight to eleven: the day before begins its last hour again.
  ['America/Santiago', '2027-04-04', '2027-04-04T04:00:00.000Z'],
  // A whole day was left out.
  ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'],
  ['Pacific/Kiritimati', '2027-01-01', '2026-12-31T10:00:00.000Z'],
  ['Asia/Kathmandu', '2027-01-01', '2026-12-31T18:15:00.000Z'],
  [undefined, '2099-01-01', '2099-01-01T00:00:00.000Z'],
])('in %s the day %s begins at %s', (timeZone, day, begins) => {
  const campaign = makeCampaign(timeZone, day)
  expect(nextOf(campaign, '2011-01-01')).toBe(begins)
  expect(listUnreleased(campaign, Date.parse(begins) - 1)).toEqual([1])
  expect(listUnreleased(campaign, Date.parse(begins))).toEqual([])
})

test('the earliest of those that wait is next, and none when all are out or have no day', () => {
  const campaign = makeCampaign('UTC', '2027-03-01', null, '2027-02-01', '2021-02-05')
  expect(listUnreleased(campaign, Date.parse('2027-01-01'))).toEqual([1, 3])
  expect(nextOf(campaign, '2027-01-01')).toBe('2027-02-01T00:00:00.000Z')
  expect(nextOf(campaign, '2027-02-01')).toBe('2027-03-01T00:00:00.000Z')
  expect(nextOf(campaign, '2027-03-01')).toBeNull()
})

test('a time zone that nobody knows is refused with a word on what is wanted', () => {
  expect(() => makeCampaign('Nashville', null)).toThrow('use a name like America/Chicago')
})
