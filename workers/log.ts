import { type Logger, pino } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child'>

/**
 * JSON lines on standard output. Whatever could carry a secret is left out by name; post text is never handed
 * in.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: { process: 'workers' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      remove: true,
    },
  })
}

const secretNames = [
  'password',
  'appPassword',
  'accessJwt',
  'refreshJwt',
  'authorization',
  'cookie',
  'token',
  'judgeKey',
  'text',
  'record',
]
