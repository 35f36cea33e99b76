import { z } from 'zod'
import { isLoopback } from '../../loopback.ts'
import type { SourceSetup } from '../source.ts'
import { readHost } from './hosts.ts'

const httpUrl = z.url({ protocol: /^https?$/, error: 'is not an http(s) address' })

/** Stored with the source; no secrets. */
export const BlueskySettings = z.object({
  hosts: z.array(z.string()).min(1),
  service: httpUrl,
  appView: httpUrl,
  /** Serves pictures by author and CID. */
  cdn: httpUrl,
  /** Times that only tests shorten, ms. */
  idleTimeoutMs: z.number().positive().default(30_000),
  flushMs: z.number().positive().default(250),
  cursorEveryMs: z.number().positive().default(5_000),
  firstRetryMs: z.number().positive().default(500),
  lookEveryMs: z.number().positive().default(10_000),
  searchEveryMs: z
    .number()
    .positive()
    .default(6 * 3_600_000),
})
export type BlueskySettings = z.infer<typeof BlueskySettings>

/** The wire v2 hosts first: they tell when a cursor is too old. */
export const defaultHosts = [
  'wss://jetstream.us-west.bsky.network',
  'wss://jetstream.us-east.bsky.network',
  'wss://jetstream2.us-east.bsky.network/subscribe',
  'wss://jetstream2.us-west.bsky.network/subscribe',
  'wss://jetstream1.us-east.bsky.network/subscribe',
  'wss://jetstream1.us-west.bsky.network/subscribe',
]

/** Where the account and its password come from; the team's page names them. */
export const credentialNames = 'BLUESKY_IDENTIFIER, BLUESKY_APP_PASSWORD'

type Env = Readonly<Record<string, string | undefined>>

/** Reads `JETSTREAM_URLS` and `BLUESKY_*`. Empty counts as unset. */
export function readEnvironment(env: Env): SourceSetup | { faults: string[] } {
  const faults: string[] = []
  const hosts = env.JETSTREAM_URLS?.trim() ? splitList(env.JETSTREAM_URLS) : defaultHosts
  if (hosts.length === 0)
    faults.push('JETSTREAM_URLS names no address; leave it out to use Bluesky’s own hosts')
  for (const host of hosts) {
    const outcome = readHost(host)
    if ('fault' in outcome) faults.push(`JETSTREAM_URLS: ${outcome.fault}`)
  }
  const service = env.BLUESKY_SERVICE?.trim() || 'https://bsky.social'
  const appView = env.BLUESKY_APPVIEW?.trim() || 'https://public.api.bsky.app'
  const cdn = (env.BLUESKY_CDN?.trim() || 'https://cdn.bsky.app').replace(/\/+$/, '')
  const addresses = { BLUESKY_SERVICE: service, BLUESKY_APPVIEW: appView, BLUESKY_CDN: cdn }
  for (const [name, address] of Object.entries(addresses)) {
    const fault = findFault(address)
    if (fault) faults.push(`${name} ${fault}`)
  }

  const identifier = env.BLUESKY_IDENTIFIER?.trim().replace(/^@/, '') ?? ''
  const appPassword = env.BLUESKY_APP_PASSWORD?.trim() ?? ''
  if (identifier && !appPassword)
    faults.push('BLUESKY_IDENTIFIER is set but BLUESKY_APP_PASSWORD is not; set both or neither')
  if (appPassword && !identifier)
    faults.push('BLUESKY_APP_PASSWORD is set but BLUESKY_IDENTIFIER is not; set both or neither')
  if (faults.length > 0) return { faults }
  const credentials: Record<string, string> = identifier ? { identifier, appPassword } : {}
  return { settings: { hosts, service, appView, cdn }, credentials }
}

function splitList(list: string): string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** The password goes to one of them, and what the others say decides what is shown. */
function findFault(address: string): string | null {
  if (!httpUrl.safeParse(address).success) return 'is not an http(s) address'
  const { protocol, hostname } = new URL(address)
  const isSafe = protocol === 'https:' || isLoopback(hostname)
  return isSafe ? null : 'is not encrypted; use https:// (http:// is for this machine only)'
}
