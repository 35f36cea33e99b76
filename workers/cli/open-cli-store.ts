import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '@wall/db/model/error'
import { openStore } from '@wall/db/open-store'
import type { Store } from '@wall/db/store/store'
import { loadCliConfig } from './config.ts'
import type { Io } from './verb.ts'

/** The wall in this folder, else in DATABASE_URL, DATA_DIR or ./data. Throws `invalid` when there is none. */
export async function openCliStore(
  folder: string | undefined,
  env: Io['env'],
): Promise<{ store: Store; publicUrl: string }> {
  const { publicUrl, ...config } = loadCliConfig(env)
  const dataDir = folder === undefined ? config.dataDir : resolve(folder)
  const databaseUrl = folder === undefined ? config.databaseUrl : null
  if (databaseUrl === null && !existsSync(join(dataDir, 'wall.sqlite'))) {
    throw new AppError('invalid', `There is no wall in ${dataDir}. Give its data folder with --data-dir.`)
  }
  const { store } = await openStore({ dataDir, databaseUrl, databasePool: 2 })
  return { store, publicUrl }
}
