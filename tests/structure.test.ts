// What keeps the tree readable: small folders, short contracts, comments that fit beside each other,
// and filing that stays pure.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = globSync('{api,db,web,workers,tests}/**/*.{ts,tsx,css}', {
  cwd: root,
  exclude: (path) => /(^|\/)(node_modules|dist|out)(\/|$)/.test(path),
})
const read = (file: string) => readFileSync(join(root, file), 'utf8')

test('no folder has more than 25 files', () => {
  const counts = new Map<string, number>()
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  expect([...counts].filter(([, count]) => count > 25)).toEqual([])
})

test('no line of a comment has more than 110 columns', () => {
  const long = files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) =>
        line.length > 110 && /^\s*(\/\/|\/\*|\*\s)/.test(line) ? [`${file}:${index + 1}`] : [],
      ),
  )
  expect(long).toEqual([])
})

test('no contract has more than 300 lines', () => {
  const long = files.filter(
    (file) => file.startsWith('tests/contracts/') && read(file).split('\n').length > 300,
  )
  expect(long).toEqual([])
})

test('filing knows no store, no engine, no log, no clock that waits and no source', () => {
  const imports = files
    .filter((file) => file.startsWith('workers/filing/'))
    .flatMap((file) => [...read(file).matchAll(/from '([^']+)'/g)].map(([, from]) => `${file}: ${from}`))
  expect(imports.length).toBeGreaterThan(50)
  expect(
    imports.filter((line) =>
      /@wall\/db\/(store|engines|open-store|migrate)|@wall\/workers|pino|\/(log|sleep)\.ts|: node:(timers|fs|net|http)/.test(
        line,
      ),
    ),
  ).toEqual([])
})
