import type { OpenAPIHono } from '@hono/zod-openapi'
import { AppError } from '@wall/db/model/error'
import type { Context, MiddlewareHandler } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import { type AppEnv, forAdmins } from '../http/router.ts'
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
  /** Looked up once a request, however many ask. */
  const found = new WeakMap<Context, Promise<Session | undefined>>()
  return { findUser, requireModerator, requireSession, requireAdmin }

  function findSession(c: Context<AppEnv>): Promise<Session | undefined> {
    const known = found.get(c) ?? lookUp(c)
    found.set(c, known)
    return known
  }

  async function lookUp(c: Context<AppEnv>): Promise<Session | undefined> {
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

/**
 * Asks who somebody is before anything that they sent is looked at, for every route that says it is not for
 * everybody (`security`): a stranger hears that, and neither what a body should look like nor how long it may
 * be. The handlers ask all the same; this only comes earlier.
 */
export function askWhoFirst(router: OpenAPIHono<AppEnv>, guard: Guard): MiddlewareHandler<AppEnv> {
  let closed: TrieRouter<'admin' | 'moderator'> | undefined
  return async function askWho(c, next) {
    // By now every route is there.
    closed ??= listClosed(router)
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
    const [[match]] = closed.match(method, c.req.path)
    if (match?.[0] === 'admin') await guard.requireAdmin(c)
    else if (match) await guard.requireModerator(c)
    return next()
  }
}

function listClosed(router: OpenAPIHono<AppEnv>): TrieRouter<'admin' | 'moderator'> {
  const closed = new TrieRouter<'admin' | 'moderator'>()
  for (const definition of router.openAPIRegistry.definitions) {
    if (definition.type !== 'route' || !definition.route.security) continue
    const { method, path, security } = definition.route
    const isForAdmins = security === forAdmins
    closed.add(
      method.toUpperCase(),
      path.replaceAll(/\{(\w+)\}/g, ':$1'),
      isForAdmins ? 'admin' : 'moderator',
    )
  }
  return closed
}
