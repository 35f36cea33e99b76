import { BlockList, isIP } from 'node:net'
import type { Context } from 'hono'
import type { AppEnv } from '../router.ts'

/** The client's IP address; X-Forwarded-For is believed only as far as our own proxies wrote it. */
export type FindAddress = (c: Context<AppEnv>) => string

/**
 * `onUnknownProxy` hears the peer's address once: nobody is trusted, but somebody forwards. Behind a proxy that we were not told
 * of all visitors would count as one.
 */
export function createFindAddress(
  trustedProxies: readonly string[],
  onUnknownProxy: (peer: string) => void = () => {},
): FindAddress {
  let isTold = false
  const trusted = new BlockList()
  for (const proxy of trustedProxies) {
    const [address = '', prefix] = proxy.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(prefix), family)
  }

  return (c) => {
    let address = unmap(c.env?.incoming?.socket.remoteAddress ?? 'unknown')
    if (trustedProxies.length === 0) {
      if (!isTold && c.req.header('x-forwarded-for') !== undefined) {
        isTold = true
        onUnknownProxy(address)
      }
      return address
    }
    const hops = c.req.header('x-forwarded-for')?.split(',') ?? []
    while (isTrusted(address)) {
      const hop = unmap(hops.pop()?.trim() ?? '')
      if (!isIP(hop)) break
      address = hop
    }
    return address
  }

  function isTrusted(address: string): boolean {
    const family = isIP(address)
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
}

function unmap(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
