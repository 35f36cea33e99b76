import { stripNames } from '@wall/workers/judge/strip-names'
import { expect, test } from 'vitest'

test.each([
  ['Thanks @jordan.bsky.social!', [], 'Thanks [account]!'],
  ['Ask @jordan@school.example about it', [], 'Ask [account] about it'],
  ['jordan.example.org said so', [], '[account] said so'],
  ['Write to j.lee+a@school.example.', [], 'Write to [mail].'],
  ['See www.example.org/jordan and https://example.org/x?y=z', [], 'See [link] and [link]'],
  ['Call (555) 010-9999 or +49 30 123456', [], 'Call [number] or [number]'],
  ['I’m Jordan, JORDAN LEE!', ['Jordan Lee'], 'I’m [name], [name]!'],
  ['José’s class', ['José Núñez'], '[name]’s class'],
  ['Leeway for all', ['Lee'], 'Leeway for all'],
  ['We teach math', ['Math Teacher Jo'], 'We teach math'],
  ['a (b) + c', ['(b) +'], 'a [name] c'],
  ['In 2020-21 we had 25 students at 8:30', [], 'In 2020-21 we had 25 students at 8:30'],
  ['Nothing to hide.', ['', '  ', '@'], 'Nothing to hide.'],
])('%s', (text, names, expected) => {
  expect(stripNames(text, names)).toBe(expected)
})

test('a long text is cut, and nothing takes long', () => {
  for (const part of ['a', '@', '1 ', 'a.', 'a@', '(1'])
    expect(stripNames(part.repeat(20_000)).length).toBeLessThan(9_000)
})
