import { pictureRatio } from '@wall/web/lib/media-address'
import { expect, test } from 'vitest'

const bounds = { least: 0.72, most: 2.4 }

test.each([
  [1600, 1000, 1.6],
  [1, 1, 1],
  [12_000, 400, 2.4],
  [400, 12_000, 0.72],
])('a picture that says to be %i × %i has a box of %f', (width, height, ratio) => {
  expect(pictureRatio(width, height, bounds)).toBe(ratio)
})

test.each([
  [null, null],
  [0, 0],
  [640, 0],
  [0, 480],
  [-3, -2],
  [Number.NaN, 2],
])('one that says %s × %s says nothing', (width, height) => {
  expect(pictureRatio(width, height, bounds)).toBeUndefined()
})
