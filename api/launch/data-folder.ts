import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '@wall/db/make-folder'
import { AppError } from '@wall/db/model/error'

/** Makes the data folder if need be. Throws `unavailable` with a sentence. */
export function makeDataFolder(dataDir: string): void {
  try {
    makeFolder(dataDir)
  } catch (cause) {
    const sentence = `The data folder ${dataDir} cannot be made. Check DATA_DIR, and who owns it.`
    throw new AppError('unavailable', sentence, { cause })
  }
}

/** Written into the demo's folder: it may be emptied, and its wall takes the link that signs in. */
export const demoMarker = '.takeaway-wall-demo'

export function isDemoFolder(dataDir: string): boolean {
  return existsSync(join(dataDir, demoMarker))
}
