import { type DestinationStream, type Logger, pino } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = Logger

/** JSON lines. Cookies, passwords and tokens never get into them, nor any post's words. */
export function createLog(options: { level: LogLevel; destination?: DestinationStream }): Log {
  const redact = [
    'cookie',
    'password',
    'token',
    'authorization',
    '*.cookie',
    '*.password',
    '*.token',
    '*.authorization',
  ]
  return pino(
    { name: 'api', level: options.level, redact },
    options.destination ?? pino.destination({ sync: true }),
  )
}
