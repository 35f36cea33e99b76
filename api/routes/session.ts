import { createRoute } from '@hono/zod-openapi'
import type { Store } from '@wall/db/store/store'
import { answersJson, createRouter, takesJson } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { FindAddress, IsShared } from '../security/client-address.ts'
import type { Guard } from '../sign-in/guard.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import { SessionView, SignInBody } from '../wire/session.ts'

const tags = ['sign-in']

export interface SessionDeps {
  store: Store
  hub: Hub
  guard: Guard
  signIn: SignIn
  findAddress: FindAddress
  isShared: IsShared
  isDemo: boolean
}

export function createSessionRoutes(deps: SessionDeps) {
  const { store, hub, guard, signIn, findAddress, isShared, isDemo } = deps
  return createRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/session',
        tags,
        summary: 'Who is signed in here, and whether the first administrator is still missing',
        responses: answersJson(SessionView, 'The session.'),
      }),
      async (c) => {
        const user = await guard.findUser(c)
        const needsSetup = user === undefined && (await store.countAdmins()) === 0
        return c.json({ user: user ?? null, needsSetup, ...(isDemo ? { isDemo } : {}) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/auth/sign-in/email',
        tags,
        summary: 'Sign in with e-mail and password',
        request: { body: takesJson(SignInBody) },
        responses: answersJson(SessionView, 'The session; its cookie is set.'),
      }),
      async (c) => {
        const { user, cookies } = await signIn.signIn({
          ...c.req.valid('json'),
          address: findAddress(c),
          isShared: isShared(c),
          headers: c.req.raw.headers,
        })
        for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
        return c.json({ user, needsSetup: false }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/auth/sign-out',
        tags,
        summary: 'End this session',
        responses: answersJson(SessionView, 'Nobody is signed in here now.'),
      }),
      async (c) => {
        for (const cookie of await signIn.signOut(c.req.raw.headers))
          c.header('set-cookie', cookie, { append: true })
        // Its streams in other tabs end with it: now, or within a second by themselves.
        await hub.checkSessions().catch(() => undefined)
        return c.json({ user: null, needsSetup: false }, 200)
      },
    )
}
