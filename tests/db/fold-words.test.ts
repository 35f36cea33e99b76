import { readMigrations } from '@wall/db/migrate'
import { foldWords } from '@wall/db/store/lists/fold-words'
import { expect, test } from 'vitest'

/** What the migration's first character class holds, as code points from and to. */
function readScripts(kind: 'sqlite' | 'postgres'): [number, number][] {
  const text = readMigrations(kind).find(({ name }) => name === '0012-search')?.sql ?? ''
  const [, inside = ''] = /\[([^\]]{40,})\]/u.exec(text) ?? []
  const plain = inside.replace(/\\u(\w{4})|\\U(\w{8})/g, (_, short, long) =>
    String.fromCodePoint(Number.parseInt(short ?? long, 16)),
  )
  const ranges = plain.match(/.-./gsu) ?? []
  expect(ranges.join('')).toBe(plain)
  return ranges.map((range) => {
    const [from = '', , to = ''] = range
    return [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]
  })
}

test('both migrations part the scripts without spaces that what comes in is parted by', () => {
  const scripts = readScripts('sqlite')
  expect(readScripts('postgres')).toEqual(scripts)
  const wrong: string[] = []
  for (let code = 1; code <= 0x3ffff; code += 1) {
    const letter = String.fromCodePoint(code)
    // Others are folded to something else before.
    if (!/^[\p{L}\p{N}]$/u.test(letter) || letter.normalize('NFKC').toLowerCase().normalize('NFD') !== letter)
      continue
    const isParted = foldWords(`${letter}a`) === `${letter} a`
    if (isParted !== scripts.some(([from, to]) => code >= from && code <= to)) wrong.push(code.toString(16))
  }
  expect(scripts.length).toBeGreaterThan(10)
  expect(wrong).toEqual([])
})
