import { judgeDemoLink, readDemoLink } from '@wall/web/sign-in/demo-link'
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

const eve = { email: 'Eve@wall.example', password: 'words of her own' }
const signedInAs = (email: string) => ({ id: '1', name: 'Ana', email, role: 'admin' as const })

test.each([
  ['a wall that is no demo takes no such link', eve, { user: null }, 'no demo'],
  ['nor does it take somebody’s session for one', eve, { user: signedInAs('ana@wall.example') }, 'stay'],
  ['a demo signs in who comes', eve, { user: null, isDemo: true }, 'enter'],
  ['it asks who is signed in first', eve, { user: signedInAs('ana@wall.example'), isDemo: true }, 'ask'],
  [
    'who is signed in so already goes on',
    eve,
    { user: signedInAs('eve@wall.example'), isDemo: true },
    'stay',
  ],
  ['a link that cannot be read is an old one', undefined, { user: null, isDemo: true }, 'old'],
] as const)('%s', (_, demo, session, judged) => {
  expect(judgeDemoLink(demo, { needsSetup: false, ...session })).toBe(judged)
})
