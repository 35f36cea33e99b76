import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createLog } from '@wall/api/log'
import { createSweeper, type Sweeper } from '@wall/api/media/sweeper'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openTestApi } from '../../support/wall/open-test-api.ts'

test('soon after a post was taken back its pictures are gone from the disk', async () => {
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  let sweeper: Sweeper | undefined
  const api = await openTestApi({
    fetchPicture: async () => picture,
    hub: { onTakenDown: () => sweeper?.sweepSoon() },
  })
  sweeper = createSweeper({ media: api.media, log: createLog({ level: 'silent' }) })
  const folder = join(api.dataDir, 'media')
  const media = [{ kind: 'image' as const, url: 'https://cdn.example/1', alt: '', width: 8, height: 8 }]
  const post = await api.showPost(1, 1, { media })
  expect((await api.request(`/media/${post.media[0]?.id}?w=320`)).status).toBe(200)
  expect(readdirSync(folder)).not.toEqual([])

  await api.removePost(post)
  await expect.poll(() => existsSync(folder) && readdirSync(folder), { timeout: 30_000 }).toEqual([])
  sweeper.stop()
  await api.dispose()
})
