/** Another device that opens this address finds itself. */
export function isThisMachine(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname.replace(/\.$/, '') : ''
  return (
    /(^|\.)localhost6?$|^localhost6?\.localdomain6?$/.test(host) ||
    /^(127|0)\.\d+\.\d+\.\d+$/.test(host) ||
    /^\[(::1?|::ffff:(7f|0)[0-9a-f]{0,2}:[0-9a-f]+)\]$/.test(host)
  )
}
