import { AppError } from '@wall/db/model/error'
import { isAPIError } from 'better-auth/api'
import { Me } from '../wire/session.ts'
import type { Auth } from './auth.ts'
import type { Throttle } from './throttle.ts'

export interface SignedIn {
  user: Me
  /** Set-Cookie values to hand on. */
  cookies: string[]
}

export interface Session extends SignedIn {
  sessionId: string
}

/** What the rest of the product knows of signing in. */
export interface SignIn {
  /** The user a request's cookies belong to; asks the database each time, so that what was revoked ends at once. */
  findSession(headers: Headers): Promise<Session | undefined>
  /** Throws `unauthorized` (without saying which of the two is wrong) and `rate_limited`. */
  signIn(attempt: { email: string; password: string; address: string }): Promise<SignedIn>
  /** Ends the session; answers the cookies that clear the browser's. Throws `unavailable` when it could not be ended. */
  signOut(headers: Headers): Promise<string[]>
}

export function createSignIn(auth: Auth, throttle: Throttle): SignIn {
  async function findSession(headers: Headers): Promise<Session | undefined> {
    if (!headers.has('cookie')) return undefined
    const answer = await auth.api.getSession({ headers, returnHeaders: true }).catch(explainFault)
    const user = Me.safeParse(answer.response?.user)
    if (!answer.response || !user.success) return undefined
    const { id: sessionId } = answer.response.session
    return { user: user.data, sessionId, cookies: answer.headers.getSetCookie() }
  }

  return {
    findSession,
    async signIn({ email, password, address }) {
      await throttle.begin({ email, address })
      const answer = await auth.api
        .signInEmail({ body: { email, password }, headers: new Headers(), returnHeaders: true })
        .catch((cause: unknown) => {
          if (!isAPIError(cause) || cause.statusCode >= 500) {
            // Whoever waits for the answer need not wait for this too.
            void throttle.takeBack({ email, address })
            return explainFault(cause)
          }
          throw new AppError('unauthorized', 'E-mail or password is not right.', { cause })
        })
      await throttle.forgive({ email, address })
      return { user: Me.parse(answer.response.user), cookies: answer.headers.getSetCookie() }
    },
    async signOut(headers) {
      const answer = await auth.api.signOut({ headers, returnHeaders: true })
      // better-auth says yes also when the database did not hear of it: the session would go on without the browser.
      if (await findSession(headers))
        throw new AppError('unavailable', 'You are not signed out yet. Try again in a moment.')
      return answer.headers.getSetCookie()
    },
  }
}

/** better-auth puts its own error in the place of the database's: nobody is signed out, or told "wrong password", for that. */
function explainFault(cause: unknown): never {
  if (!isAPIError(cause) || cause.statusCode < 500) throw cause
  throw new AppError('unavailable', 'Who you are could not be looked up just now. Try again in a moment.', {
    cause,
  })
}
