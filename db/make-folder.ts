import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder, and those above it that are missing. Throws the file system's own error.
 *
 * Not `mkdir` with `recursive`: where a folder can't be made although the one above it exists (`/proc/nope`), that one
 * goes round for ever in Node 24, with the processor busy and without a word.
 */
export function makeFolder(path: string): void {
  const missing: string[] = []
  for (let folder = resolve(path); !isFolder(folder); folder = dirname(folder)) {
    missing.unshift(folder)
    if (folder === dirname(folder)) break
  }
  for (const folder of missing) {
    try {
      mkdirSync(folder)
    } catch (error) {
      // Another process made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isFolder(folder)) throw error
    }
  }
}

/** A file where a folder should be counts as missing: making the folder then says so. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
