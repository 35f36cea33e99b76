import { z } from 'zod'

export const roles = ['admin', 'moderator'] as const

export const Me = z
  .object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(roles) })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

export const SessionView = z.object({
  user: Me.nullable(),
  needsSetup: z.boolean().describe('no administrator exists yet'),
  isDemo: z.literal(true).optional().describe('a demo, whose link signs in; any other wall says nothing'),
})
export type SessionView = z.infer<typeof SessionView>

/** Whoever holds an invitation's token makes their own account with it, once. */
export const AcceptInvitationBody = z
  .object({
    token: z.string().min(20).max(200),
    name: z.string().trim().min(1, 'say how colleagues know you').max(100),
    email: z.email('this does not look like an e-mail address').max(254),
    password: z.string().min(10, 'use at least 10 characters').max(128, 'use at most 128 characters'),
  })
  .strict()
export type AcceptInvitationBody = z.infer<typeof AcceptInvitationBody>

export const InviteBody = z.object({ role: z.enum(roles) }).strict()
export const InvitationView = z.object({ link: z.string(), role: z.enum(roles), expiresAt: z.iso.datetime() })
export type InvitationView = z.infer<typeof InvitationView>
/** What an invitation is for, asked before the form is shown. */
export const InvitationCheck = z.object({ role: z.enum(roles) })

/** The limits are wide: what is wrong with a password is nobody's business here. */
export const SignInBody = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(128),
})
export type SignInBody = z.infer<typeof SignInBody>

export const TokenBody = z.object({ token: z.string().min(20).max(200) }).strict()
export type TokenBody = z.infer<typeof TokenBody>
