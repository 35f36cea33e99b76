import { resolve } from 'node:path'
import { findDatabaseUrlFault } from '@wall/db/database-url'
import { AppError } from '@wall/db/model/error'
import { moveWall } from '@wall/db/move/move-wall'
import { loadCliConfig } from './config.ts'
import { createProgressLine } from './progress-line.ts'
import { readOptions } from './read-options.ts'
import type { Verb } from './verb.ts'

export const move: Verb = {
  summary: 'copies the wall in the data folder into an empty PostgreSQL database',
  help: `
pnpm wall move --to ADDRESS [--data-dir FOLDER]

Copies everything (posts, decisions, accounts, sessions, the log of events) with its numbers into an empty PostgreSQL
database, made ready first, and holds each table there against its origin. All or nothing: when it is interrupted, run
it again. The data folder is only read; keep it as a backup. Stop the wall's processes first; when they write meanwhile,
nothing is kept. Then start with DATABASE_URL set to the new address.

  --to ADDRESS        postgres://user:password@host:5432/database; without it, DATABASE_URL. Words of a command can be
                      seen by others on this machine: keep the password in DATABASE_URL (.env) or PGPASSWORD
  --data-dir FOLDER   the wall's data folder, in place of DATA_DIR or ./data`,
  async run(words, io) {
    const options = readOptions(words, ['to', 'data-dir'])
    const config = loadCliConfig(options.to === undefined ? io.env : { ...io.env, DATABASE_URL: '' })
    const databaseUrl = options.to?.trim() ?? config.databaseUrl
    if (!databaseUrl) throw new AppError('invalid', 'Say where to: --to postgres://user@host/database.')
    const fault = findDatabaseUrlFault(databaseUrl)
    if (fault) throw new AppError('invalid', nameOption(fault.replace(/, or leave it out.*$/, '.')))
    const dataDir = resolve(options['data-dir'] ?? config.dataDir)
    const progress = createProgressLine(io.stderr)
    try {
      const { outcome, tables } = await moveWall({ dataDir, databaseUrl, onProgress: progress.show })
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      const did = outcome === 'moved' ? 'Moved and checked' : 'Nothing to do, it is there already:'
      progress.end()
      io.stdout.write(`${did} ${rows} rows in ${tables.length} tables.

Start every node with DATABASE_URL set to the new address. Whoever is signed in stays so: the secret of the data folder
went along. If AUTH_SECRET was set, set it on every node. The data folder was not changed.
`)
      return 0
    } catch (error) {
      progress.end()
      if (!(error instanceof AppError) || options.to === undefined) throw error
      throw new AppError(error.code, nameOption(error.message), { cause: error.cause })
    }
  },
}

/** The sentences about a database name the setting that its address usually comes from. */
function nameOption(sentence: string): string {
  return sentence.replaceAll('DATABASE_URL', '--to')
}
