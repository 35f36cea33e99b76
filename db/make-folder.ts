import { chmodSync, type Dirent, mkdirSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/**
 * Makes a folder, and those above it that are missing, for this user only. Throws the file system's own error.
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
      mkdirSync(folder, { mode: 0o700 })
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

/** What the processes make in a data folder, backups that somebody put beside the database among it. */
const ownFolders = new Set(['logs', 'media', 'encoder-cache'])
const ownFile = /^(?:wall[\w.-]*\.sqlite|secret|bluesky-session)/

/**
 * Takes away what others on this machine may do with what a data folder holds: people's addresses, posts that wait, what sessions
 * are signed with. Folders that an older version made are mended so; anything else that lies there is left alone.
 */
export function keepPrivate(dataDir: string): void {
  if (!isFolder(dataDir)) return
  const entries = list(dataDir)
  for (const entry of entries) {
    const path = join(dataDir, entry.name)
    if (entry.isFile() && ownFile.test(entry.name)) narrow(path, 0o600)
    if (!entry.isDirectory() || !ownFolders.has(entry.name)) continue
    // A folder that is closed has been looked through before, or was made so.
    if ((statSync(path).mode & 0o077) === 0) continue
    for (const file of list(path)) if (file.isFile()) narrow(join(path, file.name), 0o600)
    narrow(path, 0o700)
  }
  // A home, a folder for everybody or a program's is no data folder, even where somebody made it one.
  const isSticky = (statSync(dataDir).mode & 0o1000) !== 0
  const isProgram = entries.some(({ name }) => name === 'package.json')
  if (!isSticky && !isProgram && resolve(dataDir) !== homedir()) narrow(dataDir, 0o700)
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** What belongs to somebody else can't be mended, nor read: whoever needs it says so. */
function narrow(path: string, mode: number): void {
  try {
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, mode)
  } catch {}
}
