import { createHash, randomBytes } from 'node:crypto'
import type { Role, Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'

const validMs = 24 * 60 * 60 * 1000

export interface Invitation {
  link: string
  role: Role
  /** Epoch ms. */
  expiresAt: number
}

/** Makes a link with which somebody creates their own account, once, within a day. Only its hash is kept. */
export async function createInvitation(
  deps: { store: Store; clock: Clock; publicUrl: string },
  invitation: { role: Role; isFirstAdmin: boolean },
): Promise<Invitation> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = deps.clock.now() + validMs
  await deps.store.createInvitation({ ...invitation, tokenHash: hashToken(token), expiresAt })
  // Behind the hash sign it never reaches a server's log or a Referer header.
  return { link: `${deps.publicUrl}/setup#${token}`, role: invitation.role, expiresAt }
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
