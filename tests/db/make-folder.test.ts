import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '@wall/db/engines/sqlite'
import { keepPrivate, makeFolder } from '@wall/db/make-folder'
import { AppError } from '@wall/db/model/error'
import { afterEach, beforeEach, expect, test } from 'vitest'

let base: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'wall-folder-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

test('all that is missing is made, and making it again changes nothing', () => {
  const folder = join(base, 'a/b/c')
  makeFolder(folder)
  makeFolder(folder)
  expect(statSync(folder).isDirectory()).toBe(true)
})

test('a link to a folder is a folder', () => {
  mkdirSync(join(base, 'real'))
  symlinkSync(join(base, 'real'), join(base, 'link'))
  makeFolder(join(base, 'link/inner'))
  expect(statSync(join(base, 'real/inner')).isDirectory()).toBe(true)
})

test('a file in the way is told and left alone', () => {
  writeFileSync(join(base, 'file'), 'words')
  expect(() => makeFolder(join(base, 'file'))).toThrow(/EEXIST/)
  expect(() => makeFolder(join(base, 'file/inner'))).toThrow(/EEXIST/)
  expect(statSync(join(base, 'file')).size).toBe(5)
})

test.runIf(process.platform === 'linux')('where nothing can be made it comes back with an error', () => {
  expect(() => makeFolder('/proc/nope/data')).toThrow(/ENOENT|EPERM|EACCES/)
})

test.runIf(process.platform === 'linux')('a database there is refused with a sentence', () => {
  const open = () => openSqlite({ file: '/proc/nope/wall.sqlite' })
  expect(open).toThrow(AppError)
  expect(open).toThrow(/\/proc\/nope cannot be used as the data folder/)
})

test('folders are for one user only; what an older version left open to others is closed, the rest is left alone', () => {
  const data = join(base, 'data')
  makeFolder(join(data, 'media'))
  const rights = (path: string) => (statSync(join(data, path)).mode & 0o777).toString(8)
  expect([rights('.'), rights('media')]).toEqual(['700', '700'])

  const own = [
    'wall.sqlite',
    'wall.sqlite-wal',
    'wall.sqlite-shm',
    'wall-2026.sqlite.bak',
    'secret',
    'logs/api.log',
  ]
  mkdirSync(join(data, 'logs'))
  const files = [...own, 'media/1.webp', '.env', 'notes.txt']
  for (const file of files) {
    writeFileSync(join(data, file), '')
    chmodSync(join(data, file), 0o644)
  }
  for (const folder of ['.', 'logs', 'media']) chmodSync(join(data, folder), 0o755)
  keepPrivate(data)
  expect(files.map(rights)).toEqual([...own, 'media'].map(() => '600').concat(['644', '644']))
  expect([rights('.'), rights('logs'), rights('media')]).toEqual(['700', '700', '700'])
})
