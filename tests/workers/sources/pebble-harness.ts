import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SourceHarness } from '../../contracts/source.ts'
import { pebble } from './pebble.ts'

/** A file of posts that the test writes. */
export async function startPebble(): Promise<
  SourceHarness & { settings: { file: string; everyMs: number } }
> {
  const folder = await mkdtemp(join(tmpdir(), 'pebble-'))
  const file = join(folder, 'pebbles.json')
  const pebbles = new Map<string, string>()
  const save = async () => {
    const list = [...pebbles].map(([id, text]) => ({ id, author: 'somebody', text }))
    // Whole or not at all, as whoever reads it meanwhile expects.
    await writeFile(`${file}.new`, JSON.stringify(list))
    await rename(`${file}.new`, file)
  }
  await save()
  let count = 0
  return {
    source: pebble,
    settings: { file, everyMs: 5 },
    env: { good: { PEBBLE_FILE: file }, bad: { PEBBLE_FILE: 'pebbles' } },
    async publish(text) {
      count += 1
      const uri = `pebble${count}`
      pebbles.set(uri, text)
      await save()
      return { uri, authorId: 'somebody' }
    },
    async edit(uri, text) {
      pebbles.set(uri, text)
      await save()
    },
    async remove(uri) {
      pebbles.delete(uri)
      await save()
    },
    close: () => rm(folder, { recursive: true }),
  }
}
