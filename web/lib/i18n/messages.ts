import type { Language } from './language.ts'

/** A sentence with `{name}` places, or one per plural form, chosen by `{count}`. */
export type Message = string | { readonly one: string; readonly other: string }
export type Messages = Readonly<Record<string, Message>>

/** What a translation must have: the same keys, plural where the first is plural. */
export type TranslationOf<M extends Messages> = {
  readonly [K in keyof M]: M[K] extends string ? string : Message
}

/** One area of the interface in every language, e.g. `{ en: wall, es: wallEs }`. */
export type Catalogue<M extends Messages> = { readonly [L in Language]: TranslationOf<M> }

export type MessageValues = Readonly<Record<string, string | number>>

/** Says a sentence of one area in the reader's language; a plural key takes `count`. */
export type Translate<M extends Messages> = (key: keyof M & string, values?: MessageValues) => string

/**
 * The sentence in one language. Numbers are written as the language writes them; people's words turn nothing
 * around them.
 */
export function formatMessage(language: Language, message: Message, values: MessageValues = {}): string {
  const pattern = typeof message === 'string' ? message : pickForm(language, message, values)
  return pattern.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name]
    if (value === undefined) return place
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : isolate(value)
  })
}

function pickForm(language: Language, message: Exclude<Message, string>, values: MessageValues): string {
  const count = values.count
  const form = new Intl.PluralRules(language).select(typeof count === 'number' ? count : 0)
  return form === 'one' ? message.one : message.other
}

/** Such words as run from right to left, in the signs that set them apart (UAX 9, FSI and PDI). */
function isolate(value: string): string {
  return /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/.test(value) ? `\u2068${value}\u2069` : value
}
