import { findInitials } from '@wall/web/lib/initials'
import { mediaAddress } from '@wall/web/lib/media-address'
import { safeHref } from '@wall/web/lib/safe-href'
import { wallAddress } from '@wall/web/screen/wall-address'
import { expect, test } from 'vitest'

test.each([
  ['https://school.example/page?x=1#y', 'https://school.example/page?x=1#y'],
  ['http://school.example', 'http://school.example/'],
])('%s may be followed', (address, href) => {
  expect(safeHref(address)).toBe(href)
})

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:https://school.example/1',
  'file:///etc/passwd',
  'ftp://school.example',
  '//school.example',
  '/moderate',
  'school.example',
  '',
])('%s becomes plain words', (address) => {
  expect(safeHref(address)).toBeUndefined()
})

test('initials are whole letters of the first and the last word', () => {
  expect(findInitials('Ana María Ortiz')).toBe('AO')
  expect(findInitials('@kai')).toBe('K')
  expect(findInitials('ñandú école')).toBe('ÑÉ')
  expect(findInitials('𝒜lice 🦉')).toBe('𝒜')
  expect(findInitials('🦉🦉')).toBe('·')
})

test('a picture is asked for in one of our widths', () => {
  expect(mediaAddress('/media/12', 640)).toBe('/media/12?w=640')
  expect(mediaAddress('/media/12?w=640', 1280)).toBe('/media/12?w=1280')
})

const lan = 'http://192.168.1.5:3000'
test.each([
  ['https://wall.example', 'http://localhost:3000', 'https://wall.example/'],
  ['https://wall.example', lan, 'https://wall.example/'],
  ['', lan, `${lan}/`],
  ['http://localhost:3000', lan, `${lan}/`],
])('with PUBLIC_URL %o, opened as %s, the code leads to %s', (publicUrl, origin, address) => {
  expect(wallAddress({ publicUrl, origin }, '')).toBe(address)
})

test.each([
  ...[
    'http://localhost:3000',
    'http://wall.localhost',
    'http://localhost.',
    'http://localhost6.localdomain6',
  ],
  ...['http://127.0.0.1', 'http://127.9.9.9:80', 'http://0.0.0.0:3000', 'http://[::1]:3000', 'http://[::]'],
  ...['http://[::ffff:127.0.0.1]', 'http://2130706433'],
])('where only %s is known there is no code, for it would lead each phone to itself', (origin) => {
  expect(wallAddress({ publicUrl: '', origin }, '')).toBeUndefined()
  expect(wallAddress({ publicUrl: origin, origin: 'http://localhost:3000' }, '')).toBeUndefined()
})

test('the code leads to the wall of the same campaign', () => {
  expect(wallAddress({ publicUrl: 'https://wall.example', origin: lan }, '?campaign=spring')).toBe(
    'https://wall.example/?campaign=spring',
  )
})
