import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
