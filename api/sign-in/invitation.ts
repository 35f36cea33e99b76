import { invitationValidMs, makeInvitationToken } from '@wall/db/model/invitation-token'
import type { Role, Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'

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
  const { token, tokenHash } = makeInvitationToken()
  const expiresAt = deps.clock.now() + invitationValidMs
  await deps.store.createInvitation({ ...invitation, tokenHash, expiresAt })
  // Behind the hash sign it never reaches a server's log or a Referer header.
  return { link: `${deps.publicUrl}/setup#${token}`, role: invitation.role, expiresAt }
}
