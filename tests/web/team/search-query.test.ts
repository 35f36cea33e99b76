import { csvAddress, emptySearch, searchAddress } from '@wall/web/team/search-query'
import { expect, test } from 'vitest'

test('the file holds what the page finds: same words, same filters, no page', () => {
  const search = { words: '  family & café ', takeaway: 3, standing: 'approved' } as const
  expect(csvAddress('my-wall', search)).toBe(
    '/api/campaigns/my-wall/search.csv?q=family+%26+caf%C3%A9&takeaway=3&standing=approved',
  )
  expect(searchAddress('my-wall', search, { after: 'a b', limit: 20 })).toBe(
    '/api/campaigns/my-wall/search?q=family+%26+caf%C3%A9&takeaway=3&standing=approved&after=a+b&limit=20',
  )
})

test('unfiled is a place of its own and "all" is left out', () => {
  expect(csvAddress('w', { ...emptySearch, takeaway: null })).toBe(
    '/api/campaigns/w/search.csv?q=&takeaway=unfiled',
  )
})
