// The product's api process, wired by its own `startApi`, in a data folder that `writer.ts` has filled.
import { join } from 'node:path'
import { loadConfig } from '@wall/api/config'
import { createLog } from '@wall/api/log'
import { startApi } from '@wall/api/start-api'
import { serveCommands } from '../support/command-server.ts'

const [dataDir = ''] = process.argv.slice(2)
const { config, faults } = loadConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' })
if (faults.length > 0) throw new Error(faults.join('\n'))
const api = await startApi({ config, log: createLog({ level: 'silent' }), webDir: join(dataDir, 'no-pages') })

serveCommands({ port: () => Number(new URL(api.url).port) })
