import type { KeptFiles } from '@wall/db/kept-files'
import type { Campaign } from '@wall/db/model/campaign'
import type { Store } from '@wall/db/store/store'
import { nameIdeaModel } from '@wall/filing/ideas/idea-mind'
import { followCampaign } from '../../follow-campaign.ts'
import type { Log } from '../../log.ts'
import { createIdeaKeeper } from './idea-keeper.ts'
import { openIdeaThread } from './idea-thread.ts'

/** Keeps a campaign's ideas up to date, in a thread of its own, until the signal aborts; anew when the campaign is changed. */
export function keepIdeas(
  { store, campaign, kept, log }: { store: Store; campaign: Campaign; kept: KeptFiles; log: Log },
  signal: AbortSignal,
): Promise<void> {
  return followCampaign({ store, log }, campaign, signal, async (current, until) => {
    const mind = openIdeaThread(current)
    // What is under way then is done again at the next start.
    until.addEventListener('abort', () => void mind.close())
    const model = nameIdeaModel(current)
    try {
      await createIdeaKeeper({ store, campaignId: current.id, model, mind, kept, log }).run(until)
    } finally {
      await mind.close()
    }
  })
}
