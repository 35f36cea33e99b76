import { AppError } from '../model/error.ts'

interface Fault extends Error {
  code?: string
  severity?: string
  table?: string
  constraint?: string
}

const restarting = 'is starting, stopping or being restarted. It is tried again by itself.'
const lost = 'broke off the connection. Nothing was half written; it is tried again by itself.'

/** By SQLSTATE (PostgreSQL manual, appendix A); what follows the name of the database. */
const byState: Record<string, string> = {
  '28P01': 'does not accept the user or the password. Check DATABASE_URL.',
  '28000': 'does not let this user in. Check DATABASE_URL, and pg_hba.conf on the server.',
  '3D000': 'does not exist. Make it (createdb), or check the name at the end of DATABASE_URL.',
  '42501': 'does not allow its user to do this. Make the user the owner of the database.',
  '53300': 'has no connection left to give. Raise max_connections, run fewer processes, or use PgBouncer.',
  '53100': 'has a full disk: make room and the work goes on by itself. Nothing that was confirmed is lost.',
  '53200': 'is out of memory. Give its machine more, or run fewer processes.',
  '25006':
    'can be read but not written: it is a standby, or set to read-only. Point DATABASE_URL at the primary.',
  '57014': 'took too long over one step. It may be overloaded, or a table may have grown without an index.',
  '55P03': 'is held locked by another program for too long. Look for a long transaction (pg_stat_activity).',
  '25P03': 'gave up a transaction that stood still for too long. Nothing of it was kept.',
  '25P04': 'gave up a transaction that took too long. Nothing of it was kept.',
  '40001': 'is written by too many at once. Try again.',
  '40P01': 'is written by too many at once. Try again.',
  '57P01': restarting,
  '57P02': restarting,
  '57P03': restarting,
  // idle_session_timeout: only who did nothing is cut off.
  '57P05': lost,
}

const unreachable = 'cannot be reached. Check that the server runs, and the host and port in DATABASE_URL.'
const insecure = 'cannot be reached over a connection that can be trusted. Check its certificate and sslmode.'
const busy = 'keeps all our connections busy. Try again in a moment.'

/** By the code of Node's own errors. */
const bySystem: Record<string, string> = {
  ECONNREFUSED: unreachable,
  ENOTFOUND: 'has a host name that nobody knows. Check DATABASE_URL.',
  EAI_AGAIN: 'has a host name that could not be looked up. Check the network of this machine.',
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ENOENT: unreachable,
  ETIMEDOUT: lost,
  ECONNRESET: lost,
  EPIPE: lost,
  DEPTH_ZERO_SELF_SIGNED_CERT: insecure,
  SELF_SIGNED_CERT_IN_CHAIN: insecure,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: insecure,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: insecure,
  ERR_TLS_CERT_ALTNAME_INVALID: insecure,
  CERT_HAS_EXPIRED: insecure,
}

/** What the driver says in words only. */
const byWords: [RegExp, string][] = [
  [/^timeout exceeded when trying to connect/, busy],
  [/terminated due to connection timeout|^timeout expired/, unreachable],
  [/^Connection terminated|connection error and is not queryable|was closed and is not queryable/, lost],
  [/^Query read timeout/, lost],
  [/after calling end on the pool/, 'was closed: the program is stopping.'],
  [/password must be a (non-empty )?string/, 'asks for a password, and DATABASE_URL holds none.'],
  [/does not support SSL connections/, insecure],
]

/**
 * Turns a driver's fault into the product's words about `database` (see `describeDatabaseUrl`). Drizzle's own
 * error carries the values of the statement, and the server's the row that failed, and so people's words: of
 * both only the code and names are kept as the cause. What is no fault of the database comes back as it is.
 */
export function translatePostgresFault(error: unknown, database: string): unknown {
  const fault = findFault(error)
  if (!fault) return error
  const cause = keepNames(fault)
  const sentence = findSentence(fault)
  if (sentence) return new AppError('unavailable', upperFirst(`${database} ${sentence}`), { cause })
  // A NUL sign, or half of a pair of UTF-16 units, in a text from outside.
  if (fault.code === '22021' || fault.code === '22P05')
    return new AppError('invalid', 'This text holds a sign that cannot be stored.', { cause })
  return new AppError('internal', 'The database refused a step.', { cause })
}

/**
 * How often a whole transaction that ended so may be run in all: again only if it lost against another one.
 */
export function countAttempts(error: unknown): number {
  const code = findFault(error)?.code
  if (code === '40001' || code === '40P01') return 6
  // Somebody else made the same row since we looked: seen the second time. Or it was our own mistake.
  if (code === '23505') return 3
  return 1
}

/** Whether the connection is of no more use. */
export function isConnectionLost(error: unknown): boolean {
  const fault = findFault(error)
  if (!fault) return false
  const sentence = findSentence(fault)
  return sentence === lost || sentence === restarting || fault.code === '25P03' || fault.code === '25P04'
}

function findSentence({ code = '', message }: Fault): string | undefined {
  if (code.startsWith('08')) return lost
  return byState[code] ?? bySystem[code] ?? byWords.find(([words]) => words.test(message))?.[1]
}

function findFault(error: unknown): Fault | undefined {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 5;
    current = current.cause, depth += 1
  ) {
    if (current instanceof AppError) return undefined
    const fault: Fault = current
    if (fault.severity !== undefined || findSentence(fault)) return fault
  }
  return undefined
}

function keepNames({ code, message, severity, table, constraint }: Fault): Fault {
  // Class 22 (data) and 23 (constraints) quote values in their message.
  const isQuoting = severity !== undefined && /^2[23]/.test(code ?? '')
  const names = [code, isQuoting ? undefined : message, table, constraint]
  const kept = new Error(`PostgreSQL: ${names.filter(Boolean).join(', ')}`)
  return Object.assign(kept, code === undefined ? {} : { code })
}

/** The name of a database (see `describeDatabaseUrl`) at the head of a sentence. */
export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
