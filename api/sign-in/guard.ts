import { AppError } from '@wall/db/model/error'
import type { Context } from 'hono'
import type { AppEnv } from '../router.ts'
import type { Me } from '../wire/session.ts'
import type { Session, SignIn } from './sign-in.ts'

/** Every handler that is not for everybody calls one of these first; no path is trusted to tell. */
export interface Guard {
  findUser(c: Context<AppEnv>): Promise<Me | undefined>
  /** Moderators and administrators. Throws `unauthorized`. */
  requireModerator(c: Context<AppEnv>): Promise<Me>
  /** The same, for what outlasts its request: answers the session's id. */
  requireSession(c: Context<AppEnv>): Promise<string>
  /** Throws `unauthorized` or `forbidden`. */
  requireAdmin(c: Context<AppEnv>): Promise<Me>
}

export function createGuard(signIn: SignIn): Guard {
  return { findUser, requireModerator, requireSession, requireAdmin }

  async function findSession(c: Context<AppEnv>): Promise<Session | undefined> {
    const session = await signIn.findSession(c.req.raw.headers)
    for (const cookie of session?.cookies ?? []) c.header('set-cookie', cookie, { append: true })
    return session
  }

  async function getSession(c: Context<AppEnv>): Promise<Session> {
    const session = await findSession(c)
    if (!session) throw new AppError('unauthorized', 'Sign in first.')
    return session
  }

  async function findUser(c: Context<AppEnv>): Promise<Me | undefined> {
    return (await findSession(c))?.user
  }

  async function requireModerator(c: Context<AppEnv>): Promise<Me> {
    return (await getSession(c)).user
  }

  async function requireSession(c: Context<AppEnv>): Promise<string> {
    return (await getSession(c)).sessionId
  }

  async function requireAdmin(c: Context<AppEnv>): Promise<Me> {
    const user = await requireModerator(c)
    if (user.role !== 'admin') throw new AppError('forbidden', 'Only an administrator may do this.')
    return user
  }
}
