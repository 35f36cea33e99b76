import { readError } from '@wall/web/api/errors'
import { explainSignIn } from '@wall/web/sign-in/sign-in-fault'
import { expect, test } from 'vitest'

const now = Date.parse('2026-01-05T08:00:00Z')

async function explain(status: number, headers: Record<string, string> = {}) {
  const body = JSON.stringify({ message: 'Invalid email or password', code: 'INVALID_EMAIL_OR_PASSWORD' })
  return explainSignIn(await readError(new Response(body, { status, headers })), now)
}

test('a wrong password is said as such, whatever the library calls it', async () => {
  expect(await explain(401)).toEqual({ key: 'wrong' })
  expect(await explain(400)).toEqual({ key: 'wrong' })
})

test.each(['retry-after', 'x-retry-after'])('too many tries tell when to try again (%s)', async (header) => {
  expect(await explain(429, { [header]: '42' })).toEqual({ key: 'tooMany', againAt: now + 42_000 })
})

test('without a time it is "in a minute"', async () => {
  expect(await explain(429)).toEqual({ key: 'tooManySoon' })
})

test('a server that restarts is no wrong password', async () => {
  expect(await explain(503)).toEqual({ key: 'unavailable' })
  expect(await explain(500)).toEqual({ key: 'failed' })
})
