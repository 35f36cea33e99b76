import { sessionValidMs } from '@wall/db/store/people/session'
import { type BetterAuthOptions, betterAuth } from 'better-auth/minimal'
import type { Log } from '../log.ts'
import type { Passwords } from './password.ts'

const dayS = 24 * 60 * 60

export interface AuthOptions {
  database: NonNullable<BetterAuthOptions['database']>
  secret: string
  publicUrl: string
  passwords: Passwords
  log: Log
  /** Tells this installation's cookies from those of another wall on the same host: browsers keep ports together. */
  mark?: string
}

export type Auth = ReturnType<typeof createAuth>

/**
 * better-auth's core without plug-ins. None of its own routes is reachable: our handlers call its functions, so that
 * what the outside can do is exactly what `routes/sign-in.ts` offers.
 */
export function createAuth({ database, secret, publicUrl, passwords, log, mark }: AuthOptions) {
  const isHttps = publicUrl.startsWith('https:')
  return betterAuth({
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database,
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      password: passwords,
    },
    user: { additionalFields: { role: { type: 'string', required: true, input: false } } },
    // Seven idle days end a session; the cookie cache stays off, so that a revoked session ends at once.
    session: { expiresIn: sessionValidMs / 1000, updateAge: dayS, cookieCache: { enabled: false } },
    // Wrong tries are counted by `throttle.ts`.
    rateLimit: { enabled: false },
    advanced: {
      // `__Host-`: no other host and no plain connection can set or see it (RFC 6265bis 4.1.3.2).
      useSecureCookies: false,
      cookiePrefix: `${isHttps ? '__Host-' : ''}wall${mark ? `-${mark}` : ''}`,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isHttps, path: '/' },
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (level, message) => log.warn({ level }, `sign-in: ${message}`),
    },
  })
}
