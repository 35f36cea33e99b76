import { findAccountFaults, readServerFaults } from '@wall/web/setup/account-faults'
import { expect, test } from 'vitest'

const good = { name: 'Ana', email: 'ana@wall.example', password: 'blue lantern' }

test('a whole account has no faults', () => {
  expect(findAccountFaults(good)).toEqual({})
})

test('each field says what is wrong with it', () => {
  expect(findAccountFaults({ name: ' ', email: '', password: '' })).toEqual({
    name: 'missingName',
    email: 'missingEmail',
    password: 'shortPassword',
  })
  expect(findAccountFaults({ ...good, email: 'ana at wall' })).toEqual({ email: 'badEmail' })
  expect(findAccountFaults({ ...good, password: 'x'.repeat(129) })).toEqual({ password: 'longPassword' })
})

test('what the server finds lands on the same fields', () => {
  expect(
    readServerFaults([
      { path: 'email', message: 'no' },
      { path: 'token', message: 'no' },
    ]),
  ).toEqual({ email: 'badEmail' })
})
