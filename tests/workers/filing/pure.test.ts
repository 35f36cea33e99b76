// What judges posts is pure: it knows no store, no engine, no log, no clock and no source.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../../workers/filing', import.meta.url))
const files = globSync('**/*.ts', { cwd: folder }).filter((file) => !file.includes('node_modules'))
const allowed = /^(?:\.{1,2}\/|@wall\/db\/(?:model|campaigns)\/|node:crypto$|node:worker_threads$)/

test('the filing package imports words and rules, and no machinery', () => {
  expect(files.length).toBeGreaterThan(50)
  const wrong = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\bfrom\s+'([^']+)'|\bimport\(?\s*'([^']+)'/g)]
      .map(([, from, bare]) => from ?? bare ?? '')
      .filter((name) => !allowed.test(name))
      .map((name) => `${file}: ${name}`),
  )
  expect(wrong).toEqual([])
})

test('the filing package asks no clock and waits for nothing', () => {
  const wrong = files.filter((file) =>
    /\b(?:Date\.now|new Date\(\)|performance\.now|setTimeout|setInterval|Math\.random|process\.(?:env|on|exit))/.test(
      readFileSync(join(folder, file), 'utf8'),
    ),
  )
  expect(wrong).toEqual([])
})
