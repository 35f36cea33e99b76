/**
 * Whether who asks has it already, by If-None-Match. Tags are compared weakly (RFC 9110 13.1.2): a proxy that
 * compresses an answer makes its tag a weak one.
 */
export function isKnownTag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  // The usual case, asked very often.
  if (ifNoneMatch === etag) return true
  const known = etag.replace(/^W\//, '')
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === known)
}
