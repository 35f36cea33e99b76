import { bandOf } from '@wall/api/wire/filing-limits'
import { moderate as en } from '@wall/web/lib/i18n/en/moderate'
import { moderate as es } from '@wall/web/lib/i18n/es/moderate'
import type { Language } from '@wall/web/lib/i18n/language'
import { formatMessage } from '@wall/web/lib/i18n/messages'
import { tellGuard } from '@wall/web/moderate/guard-words'
import { tellConfidence } from '@wall/web/moderate/reason/confidence-words'
import { gatherSignals, tellSignal } from '@wall/web/moderate/reason/signal-words'
import type { ModerateTranslate } from '@wall/web/moderate/translate'
import { expect, test } from 'vitest'

const speak =
  (language: Language): ModerateTranslate =>
  (key, values) =>
    formatMessage(language, (language === 'en' ? en : es)[key], values)

test('confidence is told in bands before there are decisions enough, in figures after', () => {
  expect([0.95, 0.6, 0.59, 0.3, 0.29, 0].map(bandOf)).toEqual([
    'likely',
    'likely',
    'maybe',
    'maybe',
    'guess',
    'guess',
  ])
  expect(tellConfidence(speak('en'), 'en', 0.64, 'bands')).toBe('likely')
  expect(tellConfidence(speak('es'), 'es', 0.4, undefined)).toBe('quizá')
  expect(tellConfidence(speak('en'), 'en', 0.644, 'figures')).toBe('64%')
})

test('what names a takeaway is told in the reader’s language, with its own words', () => {
  const signal = { takeaway: 3, kind: 'hashtag', written: '#takeaway3', seen: '', confidence: 1 } as const
  expect(tellSignal(speak('en'), signal)).toBe('it carries the hashtag #takeaway3')
  expect(tellSignal(speak('es'), signal)).toBe('lleva la etiqueta #takeaway3')
})

test('a signal of which only the English sentence is known is read from it, else left in English', () => {
  const told = (seen: string) => tellSignal(speak('es'), { takeaway: 3, seen, confidence: 1 })
  expect(told('says “Takeaway 3”')).toBe('dice «Takeaway 3»')
  expect(told('carries the hashtag #takeaway3')).toBe('lleva la etiqueta #takeaway3')
  expect(told('quotes the announcement of takeaway 3')).toBe('cita el anuncio')
  expect(told('links to the video of takeaway 3')).toBe('enlaza con el vídeo, la guía o la página de la idea')
  expect(told('was brought by an owl')).toBeUndefined()
})

test('a refusal names the act, who came first, and when', () => {
  const at = '2026-01-05T09:00:00.000Z'
  const last = { id: 9, postId: 1, kind: 'reject', by: 'Ben', at } as const
  const conflict = { kind: 'conflict', message: '', last } as const
  expect(
    tellGuard(speak('en'), {
      language: () => 'en',
      numberOf: (id) => id,
      guard: { ...conflict, isUndo: true },
    }),
  ).toMatch(/^Your undo was not taken\. Ben rejected it \(.*2026.*\)\. It stands as you see it now\.$/)
  expect(
    tellGuard(speak('es'), {
      language: () => 'es',
      numberOf: (id) => id,
      guard: { ...conflict, isUndo: false },
    }),
  ).toMatch(/^Tu decisión no se ha aplicado\. Ben la rechazó \(.*2026.*\)\. Ahora está como la ves\.$/)
  const byNobody = { ...conflict, isUndo: false, last: null }
  expect(tellGuard(speak('en'), { language: () => 'en', numberOf: (id) => id, guard: byNobody })).toContain(
    'changed first',
  )
})

test('one reason that names two takeaways is one reason', () => {
  const says = (takeaway: number, written: string) => ({
    ...{ takeaway, kind: 'marker' as const, written, confidence: 0.97 },
    seen: `says “${written}”`,
  })
  const signals = [says(1, 'Takeaways 1, 2'), says(2, 'Takeaways 1, 2'), says(2, 'Takeaway 2')]
  expect(gatherSignals(signals).map(({ signal, takeaways }) => [signal.written, takeaways])).toEqual([
    ['Takeaways 1, 2', [1, 2]],
    ['Takeaway 2', [2]],
  ])
})
