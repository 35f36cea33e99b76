// One api process of several on PostgreSQL, wired by the product's own `startApi`, that counts what it asks
// the database.
import { join } from 'node:path'
import { loadConfig } from '@wall/api/config'
import { createLog } from '@wall/api/log'
import { startApi } from '@wall/api/start-api'
import pg from 'pg'
import { serveCommands } from '../support/command-server.ts'

const [dataDir = '', databaseUrl] = process.argv.slice(2)
/** Other than the look for news that goes on all the time. */
let statements: string[] = []
const query = pg.Client.prototype.query
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
  const [first] = args as [string | { text?: string }]
  const text = typeof first === 'string' ? first : (first.text ?? '')
  if (!text.startsWith('SELECT sum(seq)')) statements.push(text.slice(0, 60))
  return Reflect.apply(query, this, args)
} as typeof query

const settings = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'silent' }
const { config, faults } = loadConfig({
  ...settings,
  AUTH_SECRET: 'the same on all nodes of a bench, and long',
})
if (faults.length > 0) throw new Error(faults.join('\n'))
const api = await startApi({ config, log: createLog({ level: 'silent' }), webDir: join(dataDir, 'no-pages') })

serveCommands({
  port: () => Number(new URL(api.url).port),
  /** What was asked since the last time. */
  takeStatements() {
    const taken = statements
    statements = []
    return taken
  },
})
