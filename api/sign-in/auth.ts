import { sessionValidMs } from '@wall/db/model/session'
import type { BetterAuthOptions } from 'better-auth/minimal'
import type { Log } from '../log.ts'
import type { Passwords } from './password.ts'

const dayS = 24 * 60 * 60

export interface AuthOptions {
  openDatabase: () => Promise<NonNullable<BetterAuthOptions['database']>>
  secret: string
  publicUrl: string
  passwords: Passwords
  log: Log
  /**
   * Tells this installation's cookies from those of another wall on the same host: browsers keep ports
   * together.
   */
  mark?: string
}

export type Auth = Awaited<ReturnType<typeof loadAuth>>
/** Loads it when somebody signs in or is signed in, which on a wall that only visitors see nobody is. */
export type OpenAuth = () => Promise<Auth>

export function createAuth(options: AuthOptions): OpenAuth {
  let opened: Promise<Auth> | undefined
  return () => {
    opened ??= loadAuth(options)
    return opened
  }
}

/**
 * better-auth's core without plug-ins. None of its own routes is reachable: our handlers call its functions,
 * so that what the outside can do is exactly what `routes/sign-in.ts` offers.
 */
async function loadAuth({ openDatabase, secret, publicUrl, passwords, log, mark }: AuthOptions) {
  const { betterAuth } = await import('better-auth/minimal')
  const { isAPIError } = await import('better-auth/api')
  const isHttps = publicUrl.startsWith('https:')
  const { api, $context } = betterAuth({
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: await openDatabase(),
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
  return { api, $context, isAPIError }
}
