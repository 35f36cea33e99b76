import { chooseThenPath } from '@wall/web/sign-in/then-path'
import { expect, test } from 'vitest'

const origin = 'https://wall.example'

test.each(['/moderate', '/team?campaign=x#search', '/moderate?standing=approved'])(
  '%s is followed',
  (path) => {
    expect(chooseThenPath(path, origin)).toBe(path)
  },
)

test.each([
  null,
  '',
  'moderate',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/\n/evil.example',
  'javascript:alert(1)',
  '/sign-in?then=/sign-in',
])('%j leads to the queue', (path) => {
  expect(chooseThenPath(path, origin)).toBe('/moderate')
})

test('dots cannot climb out into another host', () => {
  expect(chooseThenPath('/..//evil.example', origin)).toBe('/moderate')
})
