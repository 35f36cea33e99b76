import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

const compress = promisify(brotliCompress)

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt'])

export interface WebFile {
  type: string
  etag: string
  /** Its name changes with its content, so that it may be kept for ever. */
  isHashed: boolean
  bytes: Uint8Array<ArrayBuffer>
  brotli: Uint8Array<ArrayBuffer> | null
}

/** The built pages, by their path in the address. */
export type WebFiles = ReadonlyMap<string, WebFile>

/**
 * Reads the whole build into memory: what is not in this map can't be asked for, whatever a path says. An
 * empty map when there is no build. The page is told where people reach us, if anybody said so.
 */
export async function readWebFiles(dir: string, publicUrl: string | null = null): Promise<WebFiles> {
  const files = new Map<string, WebFile>()
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(dir, file).split(sep).join('/')}`
    const content = await readFile(file)
    files.set(path, await makeWebFile(path, path === '/index.html' ? tellUrl(content, publicUrl) : content))
  }
  return files
}

/** An origin holds no quotes. */
function tellUrl(page: Buffer, publicUrl: string | null): Buffer {
  const field = '<meta name="public-url" content="'
  return Buffer.from(page.toString().replace(`${field}"`, () => `${field}${publicUrl ?? ''}"`))
}

async function makeWebFile(path: string, content: Buffer): Promise<WebFile> {
  const extension = extname(path)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
  return {
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    isHashed: path.startsWith('/assets/'),
    bytes: Uint8Array.from(content),
    brotli: compressible.has(extension) ? Uint8Array.from(await compress(content, { params })) : null,
  }
}
