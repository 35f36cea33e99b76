import type { Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'
import { createInvitation } from './invitation.ts'

/** While there is no administrator, each start makes a fresh link for the first one; older ones end with it. */
export async function createSetupLink(deps: {
  store: Store
  clock: Clock
  publicUrl: string
}): Promise<string | null> {
  if ((await deps.store.countAdmins()) > 0) return null
  const { link } = await createInvitation(deps, { role: 'admin', isFirstAdmin: true })
  return link
}
