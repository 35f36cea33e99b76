import type { Socket } from 'node:net'
import type { NewScreen } from '@wall/db/model/screen'
import type { Store } from '@wall/db/store/store'
import type { Log } from '../log.ts'

/** The screens whose streams this node serves. The database knows those of all nodes. */
export interface Screens {
  /** Until its stream closes. */
  add(socket: Socket, campaignId: number, screen: NewScreen): void
  /** They are still on. */
  tell(): Promise<void>
}

export function createScreens(store: Pick<Store, 'noteScreens'>, log: Log): Screens {
  const byCampaign = new Map<number, Map<Socket, NewScreen>>()

  return {
    add(socket, campaignId, screen) {
      const screens = byCampaign.get(campaignId) ?? new Map<Socket, NewScreen>()
      byCampaign.set(campaignId, screens)
      screens.set(socket, screen)
      socket.once('close', () => screens.delete(socket))
      void note(campaignId, [screen])
    },
    async tell() {
      for (const [campaignId, screens] of byCampaign) {
        // A page that was just loaded anew may still have its old stream.
        const once = new Map([...screens.values()].map((screen) => [screen.id, screen]))
        if (once.size > 0) await note(campaignId, [...once.values()])
      }
    },
  }

  async function note(campaignId: number, screens: NewScreen[]): Promise<void> {
    try {
      await store.noteScreens(campaignId, screens)
    } catch (error) {
      log.warn({ err: error }, 'the screens could not be noted; it is tried again in a moment')
    }
  }
}
