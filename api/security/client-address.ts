import { BlockList, isIP } from 'node:net'
import { unmapAddress } from '@wall/db/model/address'
import type { Context } from 'hono'
import type { AppEnv } from '../http/router.ts'

/** The client's IP address; X-Forwarded-For is believed only as far as our own proxies wrote it. */
export type FindAddress = (c: Context<AppEnv>) => string

/**
 * Whether it is the address of a proxy of ours that names nobody: who can tell how many people come from
 * there?
 */
export type IsShared = (c: Context<AppEnv>) => boolean

/**
 * `onUnknownProxy` hears the peer's address once: nobody is trusted, but somebody forwards. Behind a proxy
 * that we were not told of all visitors would count as one.
 */
export function createFindAddress(
  trustedProxies: readonly string[],
  onUnknownProxy: (peer: string) => void = () => {},
): FindAddress {
  let isTold = false
  const isTrusted = createTrust(trustedProxies)

  return (c) => {
    let address = readPeer(c)
    if (trustedProxies.length === 0) {
      if (!isTold && c.req.header('x-forwarded-for') !== undefined) {
        isTold = true
        onUnknownProxy(address)
      }
      return address
    }
    const hops = (c.req.header('x-forwarded-for')?.split(',') ?? []).filter((hop) => hop.trim() !== '')
    while (isTrusted(address)) {
      const hop = readAddress(hops.pop() ?? '')
      if (hop === undefined) break
      address = hop
    }
    return address
  }
}

export function createIsShared(trustedProxies: readonly string[], findAddress: FindAddress): IsShared {
  const isTrusted = createTrust(trustedProxies)
  return (c) => {
    const peer = readPeer(c)
    return isTrusted(peer) && findAddress(c) === peer
  }
}

function createTrust(trustedProxies: readonly string[]): (address: string) => boolean {
  const trusted = new BlockList()
  for (const proxy of trustedProxies) {
    const [address = '', prefix] = proxy.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(prefix), family)
  }
  return (address) => {
    const family = isIP(address)
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
}

function readPeer(c: Context<AppEnv>): string {
  const peer = c.env?.incoming?.socket.remoteAddress
  return (peer && readAddress(peer)) ?? peer ?? 'unknown'
}

/**
 * An address as proxies write it: some add the port (Azure's gateway, some appliances), some write IPv6 in
 * brackets, with its zone, in quotes, or IPv4 within IPv6. Anything else is none.
 */
function readAddress(text: string): string | undefined {
  const bare = text.trim().replace(/^"(.*)"$/, '$1')
  const inBrackets = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(bare)?.[1]
  const withoutPort = inBrackets ?? /^(\d+(?:\.\d+){3})(?::\d{1,5})?$/.exec(bare)?.[1] ?? bare
  const address = withoutPort.replace(/%[\w.-]+$/, '')
  const family = isIP(address)
  if (family === 4) return inBrackets === undefined ? address : undefined
  return family === 6 ? unmapAddress(address) : undefined
}
