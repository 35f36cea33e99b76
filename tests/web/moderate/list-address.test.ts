import { readPlace, readStanding, writePlace } from '@wall/web/moderate/queue/list-address'
import { expect, test } from 'vitest'

test.each([1, 12, null, 'all'] as const)('the place %s survives the address bar', (place) => {
  expect(readPlace(writePlace(place))).toBe(place)
})

test.each([undefined, '', '0', '-1', '100000', 'x'])('%s is no place, so all are shown', (value) => {
  expect(readPlace(value)).toBe('all')
})

test('an unknown standing opens the waiting posts', () => {
  expect(readStanding('approved')).toBe('approved')
  expect(readStanding('deleted')).toBe('pending')
  expect(readStanding(undefined)).toBe('pending')
})
