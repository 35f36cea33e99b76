import { randomBytes } from 'node:crypto'
import { AppError } from '@wall/db/model/error'
import { longestSessionMs, sessionValidMs } from '@wall/db/model/session'
import type { Clock } from '../clock.ts'
import { Me } from '../wire/session.ts'
import type { OpenAuth } from './auth.ts'
import { createSignedCookies } from './cookies.ts'
import { type Attempt, hashAccount, type Throttle } from './throttle.ts'

export interface SignedIn {
  user: Me
  /** Set-Cookie values to hand on. */
  cookies: string[]
}

export interface Session extends SignedIn {
  sessionId: string
}

/** The start of a session: kept with the account that it is for. */
export interface NewSession {
  token: string
  /** Epoch ms. */
  expiresAt: number
}

export interface SignInAttempt extends Omit<Attempt, 'known'> {
  password: string
  /** The request's: whether this browser is known, and whose session the new one takes the place of. */
  headers?: Headers
}

/** What the rest of the product knows of signing in. */
export interface SignIn {
  /**
   * The user a request's cookies belong to; asks the database each time, so that what was revoked ends at
   * once.
   */
  findSession(headers: Headers): Promise<Session | undefined>
  /**
   * By the cookie alone: a session that we began, over or not, or a browser that signed in before. For what
   * each may use up.
   */
  findMark(headers: Headers): Promise<string | undefined>
  /** Throws `unauthorized` (without saying which of the two is wrong) and `rate_limited`. */
  signIn(attempt: SignInAttempt): Promise<SignedIn>
  /** A session to be stored with a new account; nothing has happened yet. */
  makeSession(nowMs: number): NewSession
  /**
   * The cookies of such a session once it is stored. Can't fail after what was done; the one that this
   * browser had ends.
   */
  openSession(user: Me, session: NewSession, headers?: Headers): Promise<SignedIn>
  /**
   * Ends the session; answers the cookies that clear the browser's. Throws `unavailable` when it could not be
   * ended.
   */
  signOut(headers: Headers): Promise<string[]>
}

export function createSignIn(openAuth: OpenAuth, throttle: Throttle, clock: Clock): SignIn {
  const signed = createSignedCookies(openAuth)

  async function findSession(headers: Headers): Promise<Session | undefined> {
    if (!headers.has('cookie')) return undefined
    const { api } = await openAuth()
    for (const { headers: meant, token, isOwn } of await signed.listSessions(headers)) {
      const answer = await api
        .getSession({ headers: meant, returnHeaders: true })
        .catch((cause: unknown) => explainFault(cause))
      const user = Me.safeParse(answer.response?.user)
      if (!answer.response || !user.success) continue
      const { id: sessionId, expiresAt } = answer.response.session
      if (expiresAt.getTime() > clock.now() + longestSessionMs) continue
      const cookies = isOwn ? answer.headers.getSetCookie() : [await signed.writeSession(token)]
      return { user: user.data, sessionId, cookies }
    }
    return undefined
  }

  /**
   * better-auth puts its own error in the place of the database's: nobody is signed out, or told "wrong
   * password", for that.
   */
  async function explainFault(cause: unknown): Promise<never> {
    const { isAPIError } = await openAuth()
    if (!isAPIError(cause) || cause.statusCode < 500) throw cause
    throw new AppError('unavailable', 'Who you are could not be looked up just now. Try again in a moment.', {
      cause,
    })
  }

  /** Never rejects: what could not be ended ends by its time. */
  async function endSessions(headers: Headers | undefined): Promise<void> {
    if (!headers?.has('cookie')) return
    const { api } = await openAuth()
    for (const { headers: meant } of await signed.listSessions(headers))
      await api.signOut({ headers: meant }).catch(() => undefined)
  }

  return {
    findSession,
    findMark: (headers) => signed.findToken(headers),
    async signIn({ password, headers, ...attempt }) {
      const account = hashAccount(attempt.email)
      const known = headers && (await signed.findKnown(headers, account))
      const counted: Attempt = { ...attempt, known }
      await throttle.begin(counted)
      const { api, isAPIError } = await openAuth()
      const answer = await api
        .signInEmail({
          body: { email: attempt.email, password },
          headers: new Headers(),
          returnHeaders: true,
        })
        .catch((cause: unknown) => {
          if (!isAPIError(cause) || cause.statusCode >= 500) {
            // Whoever waits for the answer need not wait for this too.
            void throttle.takeBack(counted)
            return explainFault(cause)
          }
          throw new AppError('unauthorized', 'E-mail or password is not right.', { cause })
        })
      await throttle.forgive(counted)
      await endSessions(headers)
      const cookies = [...answer.headers.getSetCookie(), await signed.writeKnown(account, known)]
      return { user: Me.parse(answer.response.user), cookies }
    },
    makeSession: (nowMs) => ({
      token: randomBytes(24).toString('base64url'),
      expiresAt: nowMs + sessionValidMs,
    }),
    async openSession(user, { token }, headers) {
      await endSessions(headers)
      const cookies = [await signed.writeSession(token), await signed.writeKnown(hashAccount(user.email))]
      return { user, cookies }
    },
    async signOut(headers) {
      const { api } = await openAuth()
      const answer = await api.signOut({ headers, returnHeaders: true })
      // One that goes by an older name.
      await endSessions(headers)
      // better-auth says yes also when the database did not hear of it: the session would go on without the
      // browser.
      if (await findSession(headers))
        throw new AppError('unavailable', 'You are not signed out yet. Try again in a moment.')
      return answer.headers.getSetCookie()
    },
  }
}
