import type { FilingGateView } from '@wall/api/wire/filing'
import { tellGate } from '@wall/web/filing/gate-words'
import type { FilingTranslate } from '@wall/web/filing/translate'
import { filing as en } from '@wall/web/lib/i18n/en/filing'
import { formatMessage } from '@wall/web/lib/i18n/messages'
import { expect, test } from 'vitest'

const t: FilingTranslate = (key, values) => formatMessage('en', en[key], values)
const percent = (share: number) => `${Math.round(share * 100)}%`
const shut: FilingGateView = {
  ...{ isOpen: false, why: 'too_few', threshold: null, posts: 12, right: 11, wilson: 0.64, target: 0.9 },
}
const tell = (gate: Partial<FilingGateView>) => tellGate(t, percent, String, { ...shut, ...gate })

test('before there are decisions enough it says how many are there and how many it takes', () => {
  expect(tell({}).title).toBe('Words alone file nothing yet')
  expect(tell({}).details[0]).toContain('12 of the 20')
  expect(tell({ posts: 1 }).details[0]).toContain('1 of the 20')
})

test('open, it says from when on, how often it was right, and how certain that is', () => {
  const { title, details } = tell({
    isOpen: true,
    why: 'open',
    threshold: 0.82,
    posts: 33,
    right: 31,
    wilson: 0.8,
  })
  expect(title).toContain('0.82')
  expect(details.join(' ')).toMatch(/Of 33 .* 31 were right: 94%.*at least 80%/)
})

test('shut, it says whether it errs too often or only has too little to be certain', () => {
  expect(tell({ why: 'not_precise', posts: 25, right: 19 }).details[0]).toMatch(/19 .* 76%.* 90%/)
  expect(tell({ why: 'not_certain', posts: 20, right: 18, wilson: 0.7 }).details[0]).toMatch(/90%.*70%.*80%/)
})

test('one that was open says that it closed again', () => {
  expect(tell({ wasOpen: true }).title).toBe('Words alone file nothing any more')
  expect(tell({ wasOpen: true }).details[0]).toMatch(/^It closed again because/)
})

test('without any decision nothing is divided by nothing', () => {
  for (const why of ['too_few', 'not_precise', 'not_certain'] as const)
    expect(tell({ why, posts: 0, right: 0, wilson: 0 }).details.join(' ')).not.toContain('NaN')
})
