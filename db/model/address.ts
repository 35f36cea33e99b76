import { hostname } from 'node:os'
import ipaddr from 'ipaddr.js'

export interface AddressVerdict {
  allowed: boolean
  /** A sentence for people. */
  why: string
}

const maxLength = 2000

/**
 * Whether our fetcher may go to this address, as far as that can be said without the network. The text is
 * judged as it is: nothing is trimmed first. A name can still resolve to a private address, so whoever
 * connects also asks `isGlobalAddress` about the address it got, and asks again for every redirect.
 *
 * Only the WHATWG parser (the one that `fetch` uses) reads the address; what it would silently repair is
 * refused before, so that no second reader can take it for another place (OWASP ASVS 1.5.3).
 */
export function checkAddress(address: string, ownName = hostname()): AddressVerdict {
  const why = findFault(address, ownName)
  return why === null ? { allowed: true, why: 'a public https address' } : { allowed: false, why }
}

/**
 * Whether an IP address, as a socket or a resolver gives it, is one of the public internet: global unicast
 * and none of the blocks that IANA's special-purpose registries set apart. Anything that is not exactly an
 * address is not.
 */
export function isGlobalAddress(ip: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(ip)) {
    const address = ipaddr.IPv4.parse(ip)
    return !notGlobalV4.some((block) => address.match(block))
  }
  if (ip.includes('%') || !ipaddr.IPv6.isValid(ip)) return false
  const address = ipaddr.IPv6.parse(ip)
  if (!address.match(globalUnicastV6) || notGlobalV6.some((block) => address.match(block))) return false
  return !isIsatap(address)
}

/**
 * An IPv4 address that is written as IPv6 (`::ffff:…`, dotted or in hexadecimal) as it is; anything else
 * stays.
 */
export function unmapAddress(ip: string): string {
  if (!ipaddr.IPv6.isValid(ip)) return ip
  const address = ipaddr.IPv6.parse(ip)
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : ip
}

function findFault(address: string, ownName: string): string | null {
  if (address === '') return 'there is no address on this line'
  if (address.length > maxLength) return `it is longer than ${maxLength} characters`
  if (/[\s\p{Cc}]/u.test(address)) return 'it has a space, tab, line break or control character in it'
  if (address.includes('\\')) return 'it has a backslash in it, which readers of addresses take differently'
  if (!/^https:\/\/[^/]/i.test(address)) return tellScheme(address)

  // What stands between `https://` and the path, as written.
  const authority = address.slice('https://'.length).split(/[/?#]/, 1)[0] ?? ''
  if (authority === '') return 'it names no host'
  if (authority.includes('@')) return 'it carries a user name or password before the host'
  if (authority.includes('%')) return 'its host is written with % codes'
  const url = parseUrl(address)
  if (!url) return 'it is not a complete address'
  if (url.username !== '' || url.password !== '') return 'it carries a user name or password before the host'
  if (url.port !== '') return `it asks for port ${url.port}, and only the usual https port 443 is allowed`
  return findHostFault(url.hostname, authority, ownName)
}

function tellScheme(address: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme === undefined) return 'it does not begin with https://'
  if (scheme === 'https') return 'its host does not follow https:// directly'
  if (scheme === 'http') return 'it is http, and only https is allowed'
  return `it is not https (its scheme is ${scheme.slice(0, 20)}:)`
}

function findHostFault(host: string, authority: string, ownName: string): string | null {
  if (host.startsWith('[')) {
    return isGlobalAddress(host.slice(1, -1)) ? null : `${host} is not an address of the public internet`
  }
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) {
    if (!isGlobalAddress(host)) return `${host} is not an address of the public internet`
    const asWritten = authority.replace(/:\d*$/, '')
    return asWritten === host ? null : `its host is ${host} written in an unusual way`
  }
  if (host.endsWith('.')) return 'its host name ends with a dot'
  if (!host.includes('.'))
    return `${host === '' ? 'the host' : host} is a name of a local network only: it has no dot`
  if (host.length > 253 || !hostName.test(host))
    return 'its host is not a name that the public internet can have'
  if (host === ownName.toLowerCase()) return `${host} is the name of this very machine`
  const ending = privateEndings.find((name) => host === name || host.endsWith(`.${name}`))
  if (ending !== undefined) return `names that end with .${ending} are not of the public internet`
  const resolver = addressNames.find((name) => host === name || host.endsWith(`.${name}`))
  if (resolver !== undefined)
    return `names that end with .${resolver} stand for any address, private ones too`
  return null
}

function parseUrl(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null
}

/** The interface part 0:5efe:a.b.c.d leads to that IPv4 address from within a site (RFC 5214). */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , flags, mark] = address.parts
  return (flags === 0 || flags === 0x200) && mark === 0x5efe
}

/**
 * Labels as the parser leaves them (punycode). No top-level domain has a digit or a hyphen but in punycode
 * (RFC 1123 2.1, ICANN's rules), while names of hosts files do: localhost6.localdomain6, ip6-loopback.
 */
const hostName = /^(?:[a-z0-9_-]{1,63}\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/

/**
 * Names for one machine or one network (RFC 6761, 6762, 7686, 8375, 9476; ICANN's reserved .internal, .corp,
 * .home), which are nobody's on the public internet. Names that a router answers in its own network although
 * they can be bought (fritz.box, routerlogin.net) are not listed, as no list of them is ever complete:
 * whoever connects looks at the address they lead to.
 */
const privateEndings = [
  ...['localhost', 'local', 'localdomain', 'internal', 'intranet', 'private', 'lan', 'home', 'corp', 'mail'],
  // What hosts files give to loopback beside those.
  ...['loopback', 'broadcasthost'],
  ...['workgroup', 'arpa', 'test', 'invalid', 'onion', 'i2p', 'alt', 'svc', 'consul', 'intra'],
]

/** Services that answer with the address written in the name, or always with 127.0.0.1. */
const addressNames = [
  ...['nip.io', 'sslip.io', 'xip.io', 'traefik.me', 'backname.io', '1u.ms', 'rbndr.us'],
  ...['localtest.me', 'lvh.me', 'vcap.me', 'lacolhost.com', 'localh.st', 'local.gd', 'yoogle.com'],
]

/**
 * IANA IPv4 special-purpose registry, with multicast, and 168.63.129.16, which a cloud answers on from
 * inside.
 */
const notGlobalV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
].map((block) => ipaddr.IPv4.parseCIDR(block))

/**
 * Outside it lie unspecified, loopback, IPv4-mapped and -compatible, NAT64 (64:ff9b), discard, SRv6, unique
 * local, link-local, site-local and multicast.
 */
const globalUnicastV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** Within it: Teredo, ORCHID, benchmarking and other protocol blocks; documentation; 6to4. */
const notGlobalV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map((block) =>
  ipaddr.IPv6.parseCIDR(block),
)
