import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { defaultPoolSize, findDatabaseUrlFault, parsePoolSize, poolSizeFault } from '@wall/db/database-url'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export interface Config {
  /** 0 takes any free port. */
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** A PostgreSQL database; null: a file in the data folder. Holds a password. */
  readonly databaseUrl: string | null
  /** Connections to PostgreSQL at most. */
  readonly databasePool: number
  /** Where people reach us, without a slash at the end; null follows from the port we get. */
  readonly publicUrl: string | null
  /** Null: one is made once and kept in the data folder. */
  readonly authSecret: string | null
  /** Addresses or ranges whose X-Forwarded-For we believe. */
  readonly trustedProxies: readonly string[]
  /** Who has it may read the figures from anywhere; null: they are told on this machine only. */
  readonly metricsToken: string | null
  readonly logLevel: LogLevel
  /** Origins beside public https hosts that pictures may come from: for the demo and tests. */
  readonly mediaAllowOrigins: readonly string[]
  /** The workers bring a campaign of their own: the built-in one stays out. */
  readonly hasOwnCampaign: boolean
}

export interface LoadedConfig {
  config: Readonly<Config>
  /** Sentences, one for each thing that is wrong; the config may be used only when there are none. */
  faults: string[]
}

/** Reads the whole configuration; all faults come out at once. Pure. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): LoadedConfig {
  const faults: string[] = []
  const read = (name: string) => env[name]?.trim() || undefined
  const config: Config = {
    port: readPort(read('PORT'), faults),
    host: readHost(read('HOST'), faults),
    dataDir: resolve(read('DATA_DIR') ?? './data'),
    databaseUrl: readDatabaseUrl(read('DATABASE_URL'), faults),
    databasePool: readPoolSize(read('DATABASE_POOL'), faults),
    publicUrl: readPublicUrl(read('PUBLIC_URL'), faults),
    authSecret: readSecret(read('AUTH_SECRET'), faults),
    trustedProxies: readProxies(read('TRUSTED_PROXIES'), faults),
    metricsToken: readMetricsToken(read('METRICS_TOKEN'), faults),
    logLevel: readLogLevel(read('LOG_LEVEL'), faults),
    mediaAllowOrigins: readOrigins(read('MEDIA_ALLOW_ORIGINS'), faults),
    hasOwnCampaign: read('CAMPAIGN_FILE') !== undefined,
  }
  return { config: Object.freeze(config), faults }
}

/** Where people reach us, once the port is known. */
export function resolvePublicUrl(config: Config, port: number): string {
  return config.publicUrl ?? `http://localhost:${port}`
}

function readPort(text: string | undefined, faults: string[]): number {
  if (text === undefined) return 3000
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  faults.push(`PORT is "${text}": give a whole number from 0 to 65535.`)
  return 3000
}

function readHost(text: string | undefined, faults: string[]): string {
  if (text === undefined) return '127.0.0.1'
  if (isIP(text) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text
  faults.push(`HOST is "${text}": give an address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0.`)
  return '127.0.0.1'
}

function readDatabaseUrl(text: string | undefined, faults: string[]): string | null {
  const fault = text && findDatabaseUrlFault(text)
  if (fault) faults.push(fault)
  return text ?? null
}

function readPoolSize(text: string | undefined, faults: string[]): number {
  const size = parsePoolSize(text)
  if (size === undefined) faults.push(poolSizeFault)
  return size ?? defaultPoolSize
}

function readPublicUrl(text: string | undefined, faults: string[]): string | null {
  if (text === undefined) return null
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    faults.push(`PUBLIC_URL is "${text}": give the address people open, such as https://wall.example.org.`)
    return null
  }
  if (url.pathname !== '/' || url.search || url.hash || url.username) {
    faults.push(`PUBLIC_URL is "${text}": give only the scheme and the host, without a path or a name.`)
    return null
  }
  return url.origin
}

function readSecret(text: string | undefined, faults: string[]): string | null {
  if (text === undefined) return null
  if (text.length >= 32) return text
  faults.push(
    'AUTH_SECRET is too short: give at least 32 random characters, or leave it out and one is made for you.',
  )
  return null
}

function readMetricsToken(text: string | undefined, faults: string[]): string | null {
  if (text === undefined) return null
  if (/^[\x21-\x7e]{16,}$/.test(text)) return text
  faults.push('METRICS_TOKEN is no good: give at least 16 random characters, without spaces or accents.')
  return null
}

function readProxies(text: string | undefined, faults: string[]): string[] {
  const proxies = splitList(text)
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/')
    const bits = isIP(address) === 6 ? 128 : 32
    const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
    if (isIP(address) && isPrefix) continue
    faults.push(`TRUSTED_PROXIES holds "${proxy}": give addresses or ranges, such as 127.0.0.1,10.0.0.0/8.`)
  }
  return proxies
}

function readLogLevel(text: string | undefined, faults: string[]): LogLevel {
  if (text === undefined) return 'info'
  const level = logLevels.find((known) => known === text.toLowerCase())
  if (level) return level
  faults.push(`LOG_LEVEL is "${text}": give one of ${logLevels.join(', ')}.`)
  return 'info'
}

function readOrigins(text: string | undefined, faults: string[]): string[] {
  return splitList(text).map((entry) => {
    const url = URL.parse(entry)
    if (url && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin
    faults.push(`MEDIA_ALLOW_ORIGINS holds "${entry}": give origins, such as http://127.0.0.1:4000.`)
    return entry
  })
}

function splitList(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter(Boolean)
}
