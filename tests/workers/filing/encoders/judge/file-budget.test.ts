import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFileBudget } from '@wall/workers/filing/encoders/judge/file-budget'
import { expect, test } from 'vitest'
import { makeFolder } from '../stand-in.ts'

const november = () => Date.UTC(2026, 10, 30, 23, 59)

test('no more than the month’s, however many ask at once', async () => {
  const budget = createFileBudget(join(makeFolder(), 'judge'), 20, november)
  for (let round = 0; round < 10; round++) await budget.take(1)
  const taken = await Promise.all(Array.from({ length: 50 }, () => budget.take(1)))
  expect(taken.filter(Boolean).length).toBeLessThanOrEqual(10)
  expect(await budget.take(1)).toBe(false)
})

test('the count outlives the program, and what does not fit leaves room for what does', async () => {
  const folder = makeFolder()
  expect(await createFileBudget(folder, 10, november).take(8)).toBe(true)
  const next = createFileBudget(folder, 10, november)
  expect(await next.take(3)).toBe(false)
  expect(await next.take(2)).toBe(true)
  expect(await next.take(1)).toBe(false)
})

test('a process that is killed has been counted', async () => {
  const folder = makeFolder()
  const module = fileURLToPath(import.meta.resolve('@wall/workers/filing/encoders/judge/file-budget'))
  const code = `const { createFileBudget } = await import(${JSON.stringify(module)})
    await createFileBudget(${JSON.stringify(folder)}, 10, () => ${november()}).take(10)
    process.kill(process.pid, 'SIGKILL')`
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', code]).signal).toBe('SIGKILL')
  expect(await createFileBudget(folder, 10, november).take(1)).toBe(false)
})

test('a new month begins at nothing, and the old count goes', async () => {
  const folder = makeFolder()
  await createFileBudget(folder, 1, november).take(1)
  const december = createFileBudget(folder, 1, () => november() + 60_000)
  expect(await december.take(1)).toBe(true)
  expect(await december.take(1)).toBe(false)
  expect(readdirSync(folder)).toEqual(['2026-12.count'])
})

test('what can’t be counted is not spent', async () => {
  const folder = makeFolder()
  writeFileSync(join(folder, 'file'), '')
  expect(await createFileBudget(join(folder, 'file'), 10, november).take(1)).toBe(false)
  mkdirSync(join(folder, '2026-11.count'))
  expect(await createFileBudget(folder, 10, november).take(1)).toBe(false)
})

test('a budget of nothing is one', async () => {
  expect(await createFileBudget(makeFolder(), 0, november).take(1)).toBe(false)
})
