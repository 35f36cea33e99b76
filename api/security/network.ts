import { isIPv6 } from 'node:net'
import { unmapAddress } from '@wall/db/model/address'

/**
 * Whom we count together: one IPv4 address, or the /64 that one household or host gets in IPv6, within which
 * anybody can change the address at will.
 */
export function findNetwork(address: string): string {
  const plain = unmapAddress(address)
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = (plain.split('%')[0] ?? '').toLowerCase().split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length)
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** This machine itself. Behind a proxy on it that we were not told to trust, everybody comes from here. */
export const localNetworks: ReadonlySet<string> = new Set(['127.0.0.1', findNetwork('::1')])
