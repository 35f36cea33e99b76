// Where an installation by `pnpm start` lives: a data folder, or where a test's project wants several nodes a
// PostgreSQL database that another installation works on as well.
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { inject } from 'vitest'
import { makePostgresDatabase } from '../database/postgres-database.ts'
import { findFreePort } from '../free-port.ts'
import { makeDataDir } from './installation.ts'
import { type Launched, launch } from './launcher.ts'
import { writeSmallCampaign } from './small-campaign.ts'

export interface Home {
  /** What the launcher is told of it. */
  env: Record<string, string>
  /** Starts the other installation, if there is to be one, with these settings. */
  startPeer(env: Record<string, string>): Promise<void>
  /** As a later version of the program would leave it. */
  markAsNewer(): Promise<void>
  remove(): Promise<void>
}

export async function makeHome(): Promise<Home> {
  const folder = makeDataDir()
  const isShared = inject('nodes') > 1
  const database = isShared ? await makePostgresDatabase() : undefined
  const address: Record<string, string> = database ? { DATABASE_URL: database.url } : {}
  const peers: { launched: Launched; remove(): void }[] = []
  return {
    env: { DATA_DIR: folder.dataDir, CAMPAIGN_FILE: writeSmallCampaign(folder.dataDir), ...address },
    async startPeer(env) {
      if (!isShared) return
      const { dataDir, remove } = makeDataDir()
      const port = String(await findFreePort())
      const launched = launch({ ...env, ...address, DATA_DIR: dataDir, PORT: port })
      peers.push({ launched, remove })
      await launched.says(/Logs: \S+/)
    },
    async markAsNewer() {
      const statement = "INSERT INTO migration VALUES ('9999-later', 'hash', 0)"
      if (database) return void (await database.query(statement))
      const file = new BetterSqlite3(join(folder.dataDir, 'wall.sqlite'))
      file.exec(statement)
      file.close()
    },
    async remove() {
      await Promise.all(peers.map(({ launched }) => launched.stop()))
      for (const { remove } of peers) remove()
      await database?.drop()
      folder.remove()
    },
  }
}
