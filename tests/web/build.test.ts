import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

type Chunk = { file: string; imports?: string[]; css?: string[] }

const web = fileURLToPath(new URL('../../web/', import.meta.url))
let dist: string
let manifest: Record<string, Chunk>

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'wall-web-'))
  const vite = join(web, 'node_modules', 'vite', 'bin', 'vite.js')
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--manifest', '--outDir', dist, '--emptyOutDir'],
    // As it is shipped: the library's own checks for tests are not.
    { cwd: web, env: { ...process.env, NODE_ENV: 'production' } },
  )
  manifest = JSON.parse(await readFile(join(dist, '.vite', 'manifest.json'), 'utf8'))
}, 60_000)

afterAll(() => rm(dist, { recursive: true, force: true }))

describe('the built pages', () => {
  test.each(['wall/wall-page.tsx', 'screen/screen-page.tsx'])(
    '%s opens with at most 40 KB of script and style',
    async (page) => {
      const files = [...listFiles('index.html'), ...listFiles(page)]
      const sizes = await Promise.all(
        [...new Set(files)].map(async (file) => brotliCompressSync(await read(file)).length),
      )
      const total = sizes.reduce((sum, size) => sum + size, 0)
      expect(total).toBeGreaterThan(10_000)
      expect(total).toBeLessThanOrEqual(40 * 1024)
    },
  )

  test('carry nothing that their Content-Security-Policy would refuse', async () => {
    const html = (await read('index.html')).toString()
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/)
    expect(html).not.toMatch(/<style|\bstyle=|\bon\w+=/)
    for (const file of await readdir(join(dist, 'assets'))) {
      const text = /\.(js|css)$/.test(file) ? (await read(`assets/${file}`)).toString() : ''
      expect(text, file).not.toMatch(/<[a-z][^<>`]*\sstyle=/)
      expect(text, file).not.toMatch(/\beval\(|new Function\(/)
      expect(text, file).not.toMatch(/url\(["']?(data:|https?:)/)
    }
  })

  test('do not bring the schemas of the wire, only their types', async () => {
    for (const file of await readdir(join(dist, 'assets'))) {
      if (file.endsWith('.js'))
        expect((await read(`assets/${file}`)).toString(), file).not.toMatch(/ZodError|\bzod\b/)
    }
  })
})

function read(file: string): Promise<Buffer> {
  return readFile(join(dist, file))
}

/** Everything a page needs before it can be drawn. */
function listFiles(name: string): string[] {
  const chunk = manifest[name]
  if (!chunk) throw new Error(`${name} is not in the build`)
  return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap(listFiles)]
}
