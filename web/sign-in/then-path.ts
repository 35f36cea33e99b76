/**
 * Where to go after signing in. Only a path of this very site counts: `//host`, `/\host`, other schemes and
 * control characters (which browsers drop while reading an address) lead to the fallback.
 */
export function chooseThenPath(
  asked: string | null | undefined,
  origin: string,
  fallback = '/moderate',
): string {
  if (!asked?.startsWith('/') || [...asked].some(isTricky)) return fallback
  if (!URL.canParse(asked, origin)) return fallback
  const target = new URL(asked, origin)
  if (target.origin !== new URL(origin).origin || target.pathname === '/sign-in') return fallback
  // `/..//host` shrinks to `//host`, which a router would read as another site.
  if (target.pathname.startsWith('//')) return fallback
  return target.pathname + target.search + target.hash
}

/** Signs that browsers drop or turn around while reading an address. */
function isTricky(sign: string): boolean {
  return sign <= ' ' || sign === '\u007f' || sign === '\\'
}
