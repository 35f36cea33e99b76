import { lookup as lookupName } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { checkAddress, isGlobalAddress } from '@wall/db/model/address'
import { AppError } from '@wall/db/model/error'

const timeoutMs = 5000
const maxBytes = 10 * 1024 * 1024

/**
 * Bytes of a picture at an address that a network gave us. Throws `upstream` for all that can go wrong, and
 * for places we don't go.
 */
export type FetchPicture = (address: string) => Promise<Buffer>

export type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>

export interface FetchPictureOptions {
  /** Origins that may also be private or plain http. */
  allowOrigins: readonly string[]
  resolve?: Resolve
}

/**
 * Goes to public https hosts only. A name is resolved once, by us, and the socket connects to what was
 * checked, so that a name that changes its mind in between (DNS rebinding) gains nothing. Redirects are not
 * followed.
 */
export function createFetchPicture({
  allowOrigins,
  resolve = resolveName,
}: FetchPictureOptions): FetchPicture {
  const guardedAgent = new https.Agent({
    keepAlive: true,
    maxSockets: 4,
    lookup: createGuardedLookup(resolve),
  })

  return (address) => {
    const url = URL.parse(address)
    if (url && allowOrigins.includes(url.origin)) return read(url, undefined)
    const verdict = checkAddress(address)
    if (!url || !verdict.allowed) return Promise.reject(refuse(`address refused: ${verdict.why}`))
    const literal = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(literal) && !isGlobalAddress(literal))
      return Promise.reject(refuse('address refused: not public'))
    return read(url, guardedAgent)
  }
}

function read(url: URL, agent: https.Agent | undefined): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const fail = (cause: unknown) =>
    reject(cause instanceof AppError ? cause : refuse('could not be read', cause))
  const headers = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'takeaway-wall' }
  // One limit for all of it, so that a body that drips is cut off too.
  const signal = AbortSignal.timeout(timeoutMs)
  const { get } = url.protocol === 'https:' ? https : http
  const request = get(url, { headers, signal, ...(agent ? { agent } : {}) }, (response) => {
    const stop = (why: string) => {
      fail(refuse(why))
      request.destroy()
    }
    if (response.statusCode !== 200) return stop(`answered ${response.statusCode}`)
    if (Number(response.headers['content-length'] ?? 0) > maxBytes) return stop('too large')
    const chunks: Buffer[] = []
    let bytes = 0
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes) stop('too large')
      else chunks.push(chunk)
    })
    response.on('end', () => resolve(Buffer.concat(chunks)))
    response.on('error', fail)
    response.on('aborted', () => fail(new Error('cut off')))
  })
  request.on('error', fail)
  return promise
}

/** Gives the socket nothing but addresses that were checked. One private answer spoils them all. */
function createGuardedLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found
        if (!first || !found.every(({ address }) => isGlobalAddress(address))) {
          callback(refuse(`${hostname} is not a public host`), '', 0)
        } else if (options.all) callback(null, found)
        else callback(null, first.address, first.family)
      },
      (cause: unknown) => callback(refuse('no such host', cause), '', 0),
    )
  }
}

function resolveName(hostname: string) {
  return lookupName(hostname, { all: true, verbatim: true })
}

function refuse(why: string, cause?: unknown): AppError {
  return new AppError('upstream', 'The picture could not be fetched.', { cause: cause ?? new Error(why) })
}
