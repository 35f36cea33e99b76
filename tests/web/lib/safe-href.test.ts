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

test('the QR code leads to the wall of the same campaign', () => {
  expect(wallAddress('https://wall.example', '')).toBe('https://wall.example/')
  expect(wallAddress('https://wall.example', '?campaign=a b&lang=es')).toBe(
    'https://wall.example/?campaign=a%20b',
  )
})
