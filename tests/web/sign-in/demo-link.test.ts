import { readDemoLink } from '@wall/web/sign-in/demo-link'
import { expect, test } from 'vitest'

const encode = (value: unknown) => `#demo=${Buffer.from(JSON.stringify(value)).toString('base64url')}`

test('a demo link holds an e-mail address and a password', () => {
  const credentials = { email: 'demo@wall.example', password: 'contraseña ✓ ?>' }
  expect(readDemoLink(encode(credentials))).toEqual(credentials)
})

test.each([
  '',
  '#',
  '#demo=',
  '#demo=%%%',
  '#other=abc',
  '#demo=abc',
  encode({ email: 'a@b.example' }),
  encode([1]),
])('%s holds nothing', (hash) => {
  expect(readDemoLink(hash)).toBeUndefined()
})
