import type { Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'
import { createInvitation } from './invitation.ts'

/**
 * While there is no administrator, each start of each node makes a link of its own for the first one.
 * Whichever is used, the others end with it; none lasts longer than a day.
 */
export async function createSetupLink(deps: {
  store: Store
  clock: Clock
  publicUrl: string
}): Promise<string | null> {
  if ((await deps.store.countAdmins()) > 0) return null
  const { link } = await createInvitation(deps, { role: 'admin', isFirstAdmin: true })
  return link
}
