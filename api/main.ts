// The api process. Its parent, if it has one, hears `{ ready, url, port, setupLink }` over IPC, and finds the
// sentence that says why it could not start in the last line of the log.
import { join } from 'node:path'
import { AppError } from '@wall/db/model/error'
import { loadConfig } from './config.ts'
import { createLog } from './log.ts'
import { type RunningApi, startApi } from './start-api.ts'

const stopWithinMs = 4500

const { config, faults } = loadConfig(process.env)
const log = createLog({ level: config.logLevel })
process.on('uncaughtException', crash)
process.on('unhandledRejection', crash)

if (faults.length > 0) {
  log.fatal(faults.join('\n'))
  process.exit(1)
}

let isStopping = false
const starting = startApi({
  config,
  log,
  webDir: join(import.meta.dirname, '../web/dist'),
  isChecked: process.send !== undefined,
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(starting))
if (process.send) process.on('disconnect', () => stop(starting))

try {
  const { url, port, setupLink } = await starting
  process.send?.({ ready: true, url, port, setupLink })
} catch (error) {
  if (!(error instanceof AppError)) crash(error)
  else log.fatal({ err: error.cause }, error.message)
  process.exit(1)
}

/** The second signal ends at once. */
function stop(running: Promise<RunningApi>): void {
  if (isStopping) process.exit(130)
  isStopping = true
  setTimeout(() => process.exit(1), stopWithinMs).unref()
  running.then((api) => api.stop()).then(() => process.exit(0), crash)
}

function crash(error: unknown): void {
  log.fatal({ err: error }, 'The api stopped on a fault of the program.')
  process.exit(1)
}
