import { parseArgs } from 'node:util'
import { AppError } from '@wall/db/model/error'

/**
 * The options of a verb that it takes (each with a value, the last one counts). Throws `invalid` for any
 * other word.
 */
export function readOptions(words: string[], names: readonly string[]): Partial<Record<string, string>> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
    const { values } = parseArgs({ args: words, options, strict: true, allowPositionals: false })
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
  } catch (cause) {
    const known =
      names.length > 0
        ? `It takes ${names.map((name) => `--${name}`).join(' and ')}.`
        : 'It takes no options.'
    throw new AppError(
      'invalid',
      `These options make no sense here: ${words.join(' ').slice(0, 200)}. ${known}`,
      { cause },
    )
  }
}
