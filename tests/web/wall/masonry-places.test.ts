import { countColumns, placeCards } from '@wall/web/wall/masonry-places'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('cards of one column never touch, and the gap between them is even', () => {
  const heights = fc.array(fc.double({ min: 20, max: 900, noNaN: true }), { maxLength: 60 })
  fc.assert(
    fc.property(heights, fc.integer({ min: 1, max: 6 }), (cards, columns) => {
      const places = placeCards(cards, columns, 16)
      for (let column = 1; column <= columns; column += 1) {
        const own = places
          .map((place, index) => ({ ...place, height: cards[index] ?? 0 }))
          .filter((place) => place.column === column)
        own.slice(1).forEach((place, index) => {
          const above = own[index]
          const gap = place.row - ((above?.row ?? 0) + (above?.height ?? 0))
          expect(gap).toBeGreaterThanOrEqual(16)
          expect(gap).toBeLessThanOrEqual(17)
        })
      }
    }),
  )
})

test('adding a card at the end moves none of the others', () => {
  const before = placeCards([100, 220, 90, 130], 3, 16)
  expect(placeCards([100, 220, 90, 130, 400], 3, 16).slice(0, 4)).toEqual(before)
})

test('a narrow window has one column and never none', () => {
  expect(countColumns(200, 304, 16)).toBe(1)
  expect(countColumns(624, 304, 16)).toBe(2)
  expect(countColumns(623, 304, 16)).toBe(1)
})
