import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '@wall/db/make-folder'
import type { Secrets } from './sources/source.ts'

/**
 * Keeps each secret in a file of the data folder that only its owner may read. Written whole or not at all.
 */
export function createSecretFiles(folder: string): Secrets {
  const fileOf = (name: string) => join(folder, `${name}.json`)
  return {
    async read(name) {
      try {
        return await readFile(fileOf(name), 'utf8')
      } catch {
        return null
      }
    },
    async write(name, value) {
      if (value === null) return rm(fileOf(name), { force: true })
      makeFolder(folder)
      const draft = `${fileOf(name)}.new`
      await writeFile(draft, value, { mode: 0o600 })
      await rename(draft, fileOf(name))
    },
  }
}
