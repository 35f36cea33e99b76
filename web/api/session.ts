import type { AcceptInvitationBody, InvitationView, Me, SessionView } from '@wall/api/wire/session'
import type { Http, RequestOptions } from './client.ts'

export type Role = Me['role']
export type Invitation = (typeof InvitationView)['_output']

/** Who is signed in in this browser, and whether the wall still needs its first administrator. */
export function getSession(http: Http, options?: RequestOptions): Promise<SessionView> {
  return http.get('/api/session', options)
}

/** Throws `unauthorized` when e-mail and password don't match, `rate_limited` after too many tries. */
export async function signIn(http: Http, credentials: { email: string; password: string }): Promise<void> {
  await http.send('POST', '/api/auth/sign-in/email', credentials)
}

export async function signOut(http: Http): Promise<void> {
  await http.send('POST', '/api/auth/sign-out', {})
}

/** What an invitation's token is for. Throws `not_found` when it is used, expired or was never one. */
export function checkInvitation(http: Http, token: string): Promise<{ role: Role }> {
  return http.send('POST', '/api/invitations/check', { token })
}

/**
 * Makes the account and signs it in. Throws `invalid` with fields, `not_found`, or `conflict` when the e-mail
 * is taken.
 */
export function acceptInvitation(http: Http, body: AcceptInvitationBody): Promise<SessionView> {
  return http.send('POST', '/api/invitations/accept', body)
}

/** A link that makes one account. Administrators only. */
export function createInvitation(http: Http, role: Role): Promise<Invitation> {
  return http.send('POST', '/api/invitations', { role })
}
