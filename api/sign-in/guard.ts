import { AppError } from '@wall/db/model/error'
import type { Context } from 'hono'
import type { AppEnv } from '../router.ts'
import type { Me } from '../wire/session.ts'
import type { SignIn } from './sign-in.ts'

/** Every handler that is not for everybody calls one of these first; no path is trusted to tell. */
export interface Guard {
  findUser(c: Context<AppEnv>): Promise<Me | undefined>
  /** Moderators and administrators. Throws `unauthorized`. */
  requireModerator(c: Context<AppEnv>): Promise<Me>
  /** Throws `unauthorized` or `forbidden`. */
  requireAdmin(c: Context<AppEnv>): Promise<Me>
}

export function createGuard(signIn: SignIn): Guard {
  return { findUser, requireModerator, requireAdmin }

  async function findUser(c: Context<AppEnv>): Promise<Me | undefined> {
    const session = await signIn.findSession(c.req.raw.headers)
    for (const cookie of session?.cookies ?? []) c.header('set-cookie', cookie, { append: true })
    return session?.user
  }

  async function requireModerator(c: Context<AppEnv>): Promise<Me> {
    const user = await findUser(c)
    if (!user) throw new AppError('unauthorized', 'Sign in first.')
    return user
  }

  async function requireAdmin(c: Context<AppEnv>): Promise<Me> {
    const user = await requireModerator(c)
    if (user.role !== 'admin') throw new AppError('forbidden', 'Only an administrator may do this.')
    return user
  }
}
