import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDiskCache } from '@wall/api/media/disk-cache'
import { expect, test } from 'vitest'

test('a folder that can not be made costs only the keeping', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wall-pictures-'))
  writeFileSync(join(folder, 'media'), 'a file where the folder should be')
  const cache = createDiskCache({ dir: join(folder, 'media'), maxBytes: 1000 })
  await cache.write('media-1-abc-640.webp', Buffer.from('picture'))
  expect(await cache.read('media-1-abc-640.webp')).toBeUndefined()
  rmSync(folder, { recursive: true })
})

test('a sweep leaves alone what others keep in a folder of that name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wall-pictures-'))
  const others = ['film.mkv', 'holiday', 'media.webp']
  for (const name of ['film.mkv', 'media.webp', 'media-1-abc-640.webp', 'media-2-abc-640.webp'])
    writeFileSync(join(folder, name), 'picture')
  mkdirSync(join(folder, 'holiday'))
  const cache = createDiskCache({ dir: folder, maxBytes: 0 })
  await cache.sweep(async (name) => name !== 'media-2-abc-640.webp')
  expect(readdirSync(folder).sort()).toEqual(others)
  rmSync(folder, { recursive: true })
})
