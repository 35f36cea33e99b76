import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
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

const rights = (path: string) => (statSync(path).mode & 0o777).toString(8)

/** As an older version made them: open to everybody. Names that end with a slash are folders. */
function makeOpen(data: string, names: string[]): void {
  for (const name of names) {
    const path = join(data, name)
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(path, '')
    chmodSync(path, name.endsWith('/') ? 0o755 : 0o644)
    chmodSync(dirname(path), 0o755)
  }
  chmodSync(data, 0o755)
}

test('folders are for one user only, and what an older version left open to others is closed', () => {
  const data = join(base, 'data')
  makeFolder(join(data, 'media'))
  expect([data, join(data, 'media')].map(rights)).toEqual(['700', '700'])

  const files = [
    ...['wall.sqlite', 'wall.sqlite-wal', 'wall.sqlite-shm', 'wall-2026.sqlite.bak', 'secret'],
    ...[
      'bluesky-session.json',
      'logs/api.log',
      'logs/workers.log.1',
      'media/media-1-a_b-640.webp',
      'encoder-cache/e5.bin',
    ],
  ]
  makeOpen(data, files)
  keepPrivate(data)
  expect(files.map((name) => [name, rights(join(data, name))])).toEqual(files.map((name) => [name, '600']))
  const folders = ['.', 'logs', 'media', 'encoder-cache']
  expect(folders.map((name) => rights(join(data, name)))).toEqual(folders.map(() => '700'))
})

test.each([
  ['another service’s folder', ['postgresql/']],
  ['somebody’s file', ['notes.txt']],
  ['somebody’s settings', ['.env']],
  ['somebody’s film', ['media/film.mkv']],
  ['somebody’s folder of pictures', ['media/1.webp', 'media/holiday/']],
  ['another program’s log', ['logs/access.log']],
  ['what only begins as our file does', ['secret-recipes.txt']],
])('a folder in which %s lies stays open to them, and what is ours in it is closed', (_, names) => {
  const data = join(base, 'srv')
  makeOpen(data, ['wall.sqlite', 'secret', ...names])
  const before = names.map((name) => rights(join(data, name)))
  keepPrivate(data)
  expect(['.', 'wall.sqlite', 'secret'].map((name) => rights(join(data, name)))).toEqual([
    '755',
    '600',
    '600',
  ])
  expect(names.map((name) => rights(join(data, name)))).toEqual(before)
  expect(names.map((name) => rights(dirname(join(data, name))))).toEqual(names.map(() => '755'))
})

test('an empty folder that was there before keeps its rights', () => {
  makeOpen(base, ['srv/'])
  keepPrivate(join(base, 'srv'))
  expect(rights(join(base, 'srv'))).toBe('755')
})
