import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@wall/db/open-store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runWall } from '../../support/command-line.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'wall-check-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('a sound database is told so, also while a wall runs on it; a damaged one, and none, in a sentence', async () => {
  const check = () => runWall(['check-data', '--data-dir', dataDir])
  expect(await check()).toMatchObject({ code: 2, text: '' })
  const { store } = await openStore({ dataDir })
  expect(await check()).toMatchObject({ code: 0, err: '' })
  await store.close()

  const file = join(dataDir, 'wall.sqlite')
  const bytes = readFileSync(file)
  bytes.fill(0xff, 4096 * 3, 4096 * 3 + 8)
  writeFileSync(file, bytes)
  const { code, err } = await check()
  expect(code).toBe(1)
  expect(err).toMatch(/\S.*\n.*The database file is damaged/)
  expect(readFileSync(file).equals(bytes)).toBe(true)
})
