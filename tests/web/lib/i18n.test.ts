import { readdir } from 'node:fs/promises'
import { formatDay, formatTimeAgo } from '@wall/web/lib/i18n/dates'
import { chooseLanguage, languages } from '@wall/web/lib/i18n/language'
import { formatMessage, type Messages } from '@wall/web/lib/i18n/messages'
import { describe, expect, test } from 'vitest'

const folder = new URL('../../../web/lib/i18n/', import.meta.url)

describe('the catalogues', async () => {
  const areas = (await readdir(new URL('en/', folder))).map((file) => file.replace(/\.ts$/, ''))

  test('cover the same areas in every language', async () => {
    for (const language of languages) {
      const files = await readdir(new URL(`${language}/`, folder))
      expect(files.map((file) => file.replace(/\.ts$/, '')).sort(), language).toEqual(areas.toSorted())
    }
  })

  for (const area of areas) {
    test(`of "${area}" have equal keys, plurals and places in both languages`, async () => {
      const english = await loadArea('en', area)
      const spanish = await loadArea('es', area)
      expect(shapes(spanish)).toEqual(shapes(english))
    })
  }
})

describe('a sentence', () => {
  test('takes its plural from the count and writes numbers as the language does', () => {
    const message = { one: '{count} respuesta', other: '{count} respuestas' }
    expect(formatMessage('es', message, { count: 1 })).toBe('1 respuesta')
    expect(formatMessage('es', message, { count: 12_345 })).toBe('12.345 respuestas')
  })

  test('keeps what looks like a place but was not given', () => {
    expect(formatMessage('en', 'Post with {tag}', {})).toBe('Post with {tag}')
  })
})

describe('the language', () => {
  test('is the one in the address, then the saved one, then the first the browser asks for that we have', () => {
    const preferred = ['fr-FR', 'es-MX', 'en-US']
    expect(chooseLanguage({ search: '?lang=en', saved: 'es', preferred })).toBe('en')
    expect(chooseLanguage({ search: '?lang=xx', saved: 'en', preferred })).toBe('en')
    expect(chooseLanguage({ search: '', saved: null, preferred })).toBe('es')
    expect(chooseLanguage({ search: '', saved: 'klingon', preferred: ['fr'] })).toBe('en')
  })
})

describe('times and days', () => {
  const now = Date.UTC(2026, 4, 10, 12)

  test('are told in the words of the language', () => {
    expect(formatTimeAgo('en', new Date(now - 5 * 60_000).toISOString(), now)).toBe('5 minutes ago')
    expect(formatTimeAgo('es', new Date(now - 26 * 3_600_000).toISOString(), now)).toBe('ayer')
    expect(formatTimeAgo('en', new Date(now + 20_000).toISOString(), now)).toBe('now')
    expect(formatTimeAgo('en', 'not a time', now)).toBe('')
  })

  test('keep a calendar day the same in every time zone', () => {
    expect(formatDay('en', '2021-02-05')).toBe('February 5, 2021')
    expect(formatDay('es', '2021-02-05')).toBe('5 de febrero de 2021')
  })
})

async function loadArea(language: string, area: string): Promise<Messages> {
  const module: Record<string, Messages> = await import(new URL(`${language}/${area}.ts`, folder).href)
  const [messages] = Object.values(module)
  if (!messages) throw new Error(`${language}/${area}.ts exports nothing`)
  return messages
}

/** Per key: is it a plural, and which places does it fill. */
function shapes(messages: Messages): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => {
      const forms = typeof message === 'string' ? [message] : [message.one, message.other]
      const places = new Set(forms.flatMap((form) => form.match(/\{\w+\}/g) ?? []))
      return [key, { isPlural: typeof message !== 'string', places: [...places].sort() }]
    }),
  )
}
