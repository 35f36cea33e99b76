import type { Socket } from 'node:net'
import type { NewScreen } from '@wall/db/model/screen'
import type { Store } from '@wall/db/store/store'
import type { Log } from '../log.ts'

/** The screens whose streams this node serves. The database knows those of all nodes. */
export interface Screens {
  /** Until its stream closes. `network` is the client's, as `findNetwork` gives it. */
  add(socket: Socket, campaignId: number, screen: NewScreen, network: string): void
  /** They are still on. */
  tell(): Promise<void>
}

/** Anybody can say to be a screen: of one network so many are listed. */
const maxPerNetwork = 20
/**
 * Behind a proxy on this machine that we were not told of everybody is one network: half of the list is left
 * to others.
 */
const maxShared = 100
/** What opens within this time is written together: streams open faster than a database writes. */
const gatherMs = 250

export function createScreens(
  store: Pick<Store, 'noteScreens'>,
  log: Log,
  sharedNetworks: ReadonlySet<string> = new Set(),
): Screens {
  const byCampaign = new Map<number, Map<Socket, NewScreen>>()
  const perNetwork = new Map<string, number>()
  let isTelling = false

  return {
    add(socket, campaignId, screen, network) {
      const fromThere = perNetwork.get(network) ?? 0
      if (fromThere >= (sharedNetworks.has(network) ? maxShared : maxPerNetwork)) return
      perNetwork.set(network, fromThere + 1)
      const screens = byCampaign.get(campaignId) ?? new Map<Socket, NewScreen>()
      byCampaign.set(campaignId, screens)
      screens.set(socket, screen)
      socket.once('close', () => {
        screens.delete(socket)
        const left = (perNetwork.get(network) ?? 1) - 1
        if (left > 0) perNetwork.set(network, left)
        else perNetwork.delete(network)
      })
      if (isTelling) return
      isTelling = true
      setTimeout(() => {
        isTelling = false
        void tell()
      }, gatherMs).unref()
    },
    tell,
  }

  async function tell(): Promise<void> {
    for (const [campaignId, screens] of byCampaign) {
      if (screens.size > 0) await note(campaignId, [...screens.values()])
    }
  }

  async function note(campaignId: number, screens: NewScreen[]): Promise<void> {
    try {
      await store.noteScreens(campaignId, screens)
    } catch (error) {
      log.warn({ err: error }, 'the screens could not be noted; it is tried again in a moment')
    }
  }
}
