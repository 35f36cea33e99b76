// What is kept between starts: read as it was written, never when it is damaged, and no more of it than was
// asked for.
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeptFiles } from '@wall/db/kept-files'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'wall-kept-')), 'learnt')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))
const value = {
  numbers: Float64Array.from([0.1, -2]),
  places: Int32Array.from([7]),
  words: new Map([['a', null]]),
}

test('what was kept is read again, in another process too', async () => {
  expect(await createKeptFiles(folder).read('model-1', 'x')).toBeUndefined()
  await createKeptFiles(folder).write('model-1', 'x', value, 1)
  expect(await createKeptFiles(folder).read('model-1', 'x')).toEqual(value)
  expect(await createKeptFiles(folder).read('model-1', 'y')).toBeUndefined()
})

test('a damaged file counts as none, wherever the damage is', async () => {
  const kept = createKeptFiles(folder)
  await kept.write('model-1', 'x', value, 1)
  const file = join(folder, 'model-1.x.bin')
  const whole = readFileSync(file)
  for (const at of [0, 31, 32, 40, whole.length - 1]) {
    const damaged = Buffer.from(whole)
    damaged[at] = (damaged[at] ?? 0) ^ 1
    writeFileSync(file, damaged)
    expect(await kept.read('model-1', 'x')).toBeUndefined()
  }
  for (const length of [0, 10, 32, whole.length - 1]) {
    writeFileSync(file, whole.subarray(0, length))
    expect(await kept.read('model-1', 'x')).toBeUndefined()
  }
  await kept.write('model-1', 'x', value, 1)
  expect(await kept.read('model-1', 'x')).toEqual(value)
})

test('of one kind the ones used last stay, and nothing that a killed process left behind', async () => {
  const kept = createKeptFiles(folder)
  const age = (name: string, days: number) => {
    const at = new Date(Date.now() - days * 86_400_000)
    utimesSync(join(folder, name), at, at)
  }
  for (const name of ['a', 'b', 'c']) await kept.write('seeds-1', name, name, 3)
  await kept.write('seeds-11', 'a', 'another kind', 1)
  for (const [name, days] of [
    ['a', 3],
    ['b', 2],
    ['c', 1],
  ] as const)
    age(`seeds-1.${name}.bin`, days)
  writeFileSync(join(folder, 'seeds-1.0f.new'), 'half')
  age('seeds-1.0f.new', 1)
  expect(await kept.read('seeds-1', 'a')).toBe('a')
  await kept.write('seeds-1', 'd', 'd', 2)
  expect(readdirSync(folder).sort()).toEqual(['seeds-1.a.bin', 'seeds-1.d.bin', 'seeds-11.a.bin'])
})

test('a folder that can not be made costs only the keeping', async () => {
  writeFileSync(join(folder, '..', 'file'), '')
  const kept = createKeptFiles(join(folder, '..', 'file'))
  await kept.write('model-1', 'x', value, 1)
  expect(await kept.read('model-1', 'x')).toBeUndefined()
})
