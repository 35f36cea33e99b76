import type { CampaignList } from '@wall/db/campaign-list'
import type { KeptFiles } from '@wall/db/kept-files'
import type { Store } from '@wall/db/store/store'
import { nameIdeaModel } from '@wall/filing/ideas/idea-mind'
import { followCampaigns, pickContent } from '../../follow-campaigns.ts'
import type { Log } from '../../log.ts'
import { createIdeaKeeper } from './idea-keeper.ts'
import { openIdeaThread } from './idea-thread.ts'

interface Deps {
  store: Store
  campaigns: CampaignList
  kept: KeptFiles
  log: Log
}

/**
 * Keeps the ideas of each campaign up to date, in a thread a campaign, until the signal aborts; anew when a
 * campaign is changed.
 */
export function keepIdeas({ store, campaigns, kept, log }: Deps, signal: AbortSignal): Promise<void> {
  return followCampaigns(
    { campaigns, log },
    {
      pick: pickContent,
      async run(campaign, until) {
        const mind = openIdeaThread(campaign)
        // What is under way then is done again at the next start.
        until.addEventListener('abort', () => void mind.close())
        const model = nameIdeaModel(campaign)
        try {
          await createIdeaKeeper({ store, campaignId: campaign.id, model, mind, kept, log }).run(until)
        } finally {
          await mind.close()
        }
      },
    },
    signal,
  )
}
