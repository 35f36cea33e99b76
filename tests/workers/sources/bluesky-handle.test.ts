import { readHandle } from '@wall/workers/sources/bluesky/interpreter'
import { expect, test } from 'vitest'

test.each(['ana.bsky.social', 'Ana.Example.ORG', 'xn--caf-dma.example', 'a-b.c-d.example'])(
  '%s is a handle',
  (handle) => {
    expect(readHandle(handle)).toBe(handle)
  },
)

test.each([
  'handle.invalid',
  'nobody',
  'ana@evil.example',
  'ana.example\u202Egro',
  'ana example.org',
  'ana.example\n',
  '-ana.example',
  `${'a.'.repeat(127)}example`,
])('%j is none: it is not shown', (handle) => {
  expect(readHandle(handle)).toBeNull()
})
