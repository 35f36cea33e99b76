import { judgePassword } from '@wall/web/setup/password-strength'
import { expect, test } from 'vitest'

test.each([
  ['short one', 'short'],
  ['aaaaaaaaaaaaaaa', 'weak'],
  ['1234567890', 'weak'],
  ['abcabcabcabcabc', 'weak'],
  ['garden7plot', 'fair'],
  ['blue lantern walks slowly', 'good'],
])('%s is %s', (password, strength) => {
  expect(judgePassword(password)).toBe(strength)
})

test('the own name counts little', () => {
  expect(judgePassword('mariana-gomez', ['Mariana'])).toBe('weak')
})
