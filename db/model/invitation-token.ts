import { createHash, randomBytes } from 'node:crypto'

/** How long an invitation's link works, ms. */
export const invitationValidMs = 24 * 60 * 60 * 1000

/** What stands in an invitation's link; nobody can guess it, and only its hash is kept. */
export function makeInvitationToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashInvitationToken(token) }
}

export function hashInvitationToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
