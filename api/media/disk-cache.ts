import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, pictureFile } from '@wall/db/make-folder'

/** Pictures on disk, named by what they show. Losing any of it costs only time. */
export interface DiskCache {
  read(name: string): Promise<Buffer | undefined>
  write(name: string, bytes: Buffer): Promise<void>
  /** Of our own files removes what `isKept` denies, then the longest unused beyond the size allowed. */
  sweep(isKept: (name: string) => Promise<boolean>): Promise<void>
}

export function createDiskCache({ dir, maxBytes }: { dir: string; maxBytes: number }): DiskCache {
  return {
    async read(name) {
      const file = join(dir, name)
      try {
        const bytes = await readFile(file)
        const now = new Date()
        await utimes(file, now, now)
        return bytes
      } catch {
        return undefined
      }
    },
    async write(name, bytes) {
      const draft = join(dir, `${randomUUID()}.draft`)
      try {
        makeFolder(dir)
        await writeFile(draft, bytes, { mode: 0o600 })
        await rename(draft, join(dir, name))
      } catch {
        // A full disk must not keep the picture from being shown.
        await rm(draft, { force: true }).catch(() => {})
      }
    },
    async sweep(isKept) {
      const files: { file: string; bytes: number; usedAt: number }[] = []
      for (const name of await readdir(dir).catch(() => [])) {
        // The folder may be another program's too (`/srv/media`).
        if (!pictureFile.test(name)) continue
        const file = join(dir, name)
        const found = await stat(file).catch(() => undefined)
        if (!found) continue
        if (await isKept(name)) files.push({ file, bytes: found.size, usedAt: found.mtimeMs })
        else await rm(file, { force: true })
      }
      let bytes = files.reduce((sum, file) => sum + file.bytes, 0)
      for (const file of files.toSorted((a, b) => a.usedAt - b.usedAt)) {
        if (bytes <= maxBytes) return
        await rm(file.file, { force: true })
        bytes -= file.bytes
      }
    },
  }
}
