import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readOrMakeSecret } from '@wall/api/sign-in/secret'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wall-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the secret is made once, is long, and only its owner may read it', async () => {
  const made = await Promise.all([readOrMakeSecret(folder), readOrMakeSecret(folder)])
  expect(new Set(made).size).toBe(1)
  expect(made[0]).toMatch(/^[\w-]{43}$/)
  expect(await readOrMakeSecret(folder)).toBe(made[0])
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['secret'])
})

test('a file that a full disk left empty is no secret: a new one is made', async () => {
  writeFileSync(join(folder, 'secret'), '')
  const secret = await readOrMakeSecret(folder)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(await readOrMakeSecret(folder)).toBe(secret)
})
