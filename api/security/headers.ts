import { ourMark } from '../wire/mark.ts'

/** For pages: everything comes from us, nothing is inline, nobody frames us. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

/** Answers that are not pages need nothing at all. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'"

const yearS = 365 * 24 * 60 * 60

export type HeaderRecord = Readonly<Record<string, string>>

/** OWASP ASVS 5.0 3.4: what every answer carries. */
export function listSecurityHeaders(isHttps: boolean): { page: HeaderRecord; data: HeaderRecord } {
  const common = {
    [ourMark]: '1',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    ...(isHttps ? { 'strict-transport-security': `max-age=${yearS}` } : {}),
  }
  return {
    data: { ...common, 'content-security-policy': dataPolicy },
    page: {
      ...common,
      'content-security-policy': pagePolicy,
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy':
        'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
      'x-frame-options': 'DENY',
      'x-robots-tag': 'noindex',
    },
  }
}
