import { createRoute } from '@hono/zod-openapi'
import { AppError } from '@wall/db/model/error'
import { hashInvitationToken } from '@wall/db/model/invitation-token'
import type { Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'
import { answersJson, createRouter, forAdmins, takesJson } from '../http/router.ts'
import type { Guard } from '../sign-in/guard.ts'
import { createInvitation } from '../sign-in/invitation.ts'
import type { Passwords } from '../sign-in/password.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import { toIso } from '../views/post.ts'
import {
  AcceptInvitationBody,
  InvitationCheck,
  InvitationView,
  InviteBody,
  SessionView,
  TokenBody,
} from '../wire/session.ts'

const tags = ['sign-in']

export interface InvitationDeps {
  store: Store
  guard: Guard
  signIn: SignIn
  passwords: Passwords
  clock: Clock
  publicUrl: string
}

export function createInvitationRoutes(deps: InvitationDeps) {
  const { store, guard, signIn, passwords, clock } = deps
  return createRouter()
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/invitations/check',
        tags,
        summary: 'What an invitation is for',
        request: { body: takesJson(TokenBody) },
        responses: answersJson(InvitationCheck, 'It is good; `not_found` when it was used or has expired.'),
      }),
      async (c) => c.json(await getInvitation(c.req.valid('json').token), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/invitations/accept',
        tags,
        summary: 'Make an account with an invitation, and sign in',
        request: { body: takesJson(AcceptInvitationBody) },
        responses: answersJson(SessionView, 'The session; its cookie is set.'),
      }),
      async (c) => {
        const { token, name, email, password } = c.req.valid('json')
        // Before the costly hash: only who holds a token may ask for one.
        await getInvitation(token)
        const passwordHash = await passwords.hash(password)
        const now = clock.now()
        const session = signIn.makeSession(now)
        const order = { tokenHash: hashInvitationToken(token), now, name, email, passwordHash, session }
        // The account and its session at once, and nothing after it that could still say no: not the limits
        // for people who guess, since whoever holds the link guesses nothing.
        const { userId: id, role } = await store.acceptInvitation(order)
        const me = { id, name, email: email.toLowerCase(), role }
        const { user, cookies } = await signIn.openSession(me, session, c.req.raw.headers)
        for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
        return c.json({ user, needsSetup: false }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/invitations',
        security: forAdmins,
        tags,
        summary: 'Invite a colleague (administrators)',
        request: { body: takesJson(InviteBody) },
        responses: answersJson(InvitationView, 'A link to hand on; it works once, for a day.'),
      }),
      async (c) => {
        await guard.requireAdmin(c)
        const invitation = await createInvitation(deps, {
          role: c.req.valid('json').role,
          isFirstAdmin: false,
        })
        return c.json({ ...invitation, expiresAt: toIso(invitation.expiresAt) }, 200)
      },
    )

  async function getInvitation(token: string) {
    const invitation = await store.findInvitation(hashInvitationToken(token), clock.now())
    if (!invitation)
      throw new AppError('not_found', 'This invitation was used or has expired. Ask for a new one.')
    return invitation
  }
}
