import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../engines/engine.ts'
import { secretName } from '../store/people/secret.ts'
import { setting } from '../tables/postgres.ts'

/**
 * A data folder keeps what sessions are signed with in a file; nodes that share a database find it there.
 * Does nothing where none was made (`AUTH_SECRET` was given), or where the database has one.
 */
export async function moveSecret(db: Database, dataDir: string): Promise<void> {
  const value = readSecret(join(dataDir, 'secret'))
  if (value) await db.insert(setting).values({ name: secretName, value }).onConflictDoNothing()
}

function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}
