import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { checkThrough } from '@wall/db/engines/sqlite-check'
import { translateFault } from '@wall/db/engines/sqlite-faults'
import { AppError } from '@wall/db/model/error'
import { loadCliConfig } from './config.ts'
import { readOptions } from './read-options.ts'
import type { Verb } from './verb.ts'

export const checkData: Verb = {
  summary: 'reads the whole database file, and says whether it is sound',
  help: `
pnpm wall check-data [--data-dir FOLDER]

Reads every page and every index of wall.sqlite and changes nothing; a second or so for 100 MB. It may be asked while the
wall runs. Exit code 0 when the file is sound, 1 when it is damaged: what was found is on standard error. A start looks
itself, at every small file, and at a large one when the wall was not stopped in order.

  --data-dir FOLDER   the wall's data folder, in place of DATA_DIR or ./data`,
  async run(words, io) {
    const options = readOptions(words, ['data-dir'])
    const config = loadCliConfig(io.env)
    const folder = options['data-dir']
    if (folder === undefined && config.databaseUrl !== null)
      throw new AppError('invalid', 'This wall is on PostgreSQL, which has pg_amcheck for that.')
    const file = join(folder === undefined ? config.dataDir : resolve(folder), 'wall.sqlite')
    if (!existsSync(file))
      throw new AppError('invalid', `There is no wall in ${file}. Give its data folder with --data-dir.`)
    try {
      checkThrough(file, 'integrity_check')
    } catch (error) {
      const fault = translateFault(error)
      if (fault instanceof AppError && fault.cause instanceof Error)
        io.stderr.write(`${fault.cause.message}\n`)
      throw fault
    }
    io.stdout.write(`${file} is sound.\n`)
    return 0
  },
}
