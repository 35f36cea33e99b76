import { chmodSync, type Dirent, mkdirSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/**
 * Makes a folder, and those above it that are missing, for this user only. Throws the file system's own
 * error.
 *
 * Not `mkdir` with `recursive`: where a folder can't be made although the one above it exists (`/proc/nope`),
 * that one goes round for ever in Node 24, with the processor busy and without a word.
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
const ownFile =
  /^(?:wall[\w.-]*\.sqlite[\w.-]*|secret(?:\.[\da-f-]{36})?|[a-z]+-session\.json(?:\.new)?|\.takeaway-wall-demo)$/
/** What the picture cache keeps, and what it writes until that is whole. */
export const pictureFile = /^(?:(?:media|avatar)-\d+-[\w-]+\.webp|[\da-f-]{36}\.draft)$/
/** By folder, the files in it. */
const ownFolders: Record<string, RegExp> = {
  logs: /^(?:api|workers)\.log(?:\.1)?$/,
  media: pictureFile,
  learnt: /^[\w-]+\.(?:[\w-]+\.bin|[\da-f-]{36}\.new)$/,
  'encoder-cache': /^[\w.-]+\.bin(?:\.[\da-f-]{36}\.new)?$/,
}

/**
 * Takes away what others on this machine may do with what a data folder holds: people's addresses, posts that
 * wait, what sessions are signed with. Files and folders that an older version made are mended so. A folder
 * in which anything else lies is somebody else's too (`/srv`, `/var/lib`, a home, their `media`), and stays
 * open to them.
 */
export function keepPrivate(dataDir: string): void {
  if (!isFolder(dataDir)) return
  const entries = list(dataDir)
  let isAllOurs = entries.length > 0
  for (const entry of entries) {
    const path = join(dataDir, entry.name)
    const isOurs = entry.isFile() ? ownFile.test(entry.name) : entry.isDirectory() && closeFolder(path)
    if (isOurs && entry.isFile()) narrow(path, 0o600)
    isAllOurs &&= isOurs
  }
  // One that everybody may write to is theirs, whoever came first.
  const isSticky = (statSync(dataDir).mode & 0o1000) !== 0
  if (isAllOurs && !isSticky) narrow(dataDir, 0o700)
}

/** Whether it is ours, and then closed. */
function closeFolder(path: string): boolean {
  const ownIn = ownFolders[basename(path)]
  if (!ownIn) return false
  // A folder that is closed has been looked through before, or was made so.
  if ((statSync(path).mode & 0o077) === 0) return true
  const files = list(path)
  if (!files.every((file) => file.isFile() && ownIn.test(file.name))) return false
  for (const { name } of files) narrow(join(path, name), 0o600)
  narrow(path, 0o700)
  return true
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
