import type { Campaign } from '@wall/db/model/campaign'
import type { Store } from '@wall/db/store/store'
import type { Log } from '../../log.ts'
import { createIdeaKeeper } from './idea-keeper.ts'
import { nameIdeaModel } from './idea-mind.ts'
import { openIdeaThread } from './idea-thread.ts'

/** Keeps a campaign's ideas up to date, in a thread of its own, until the signal aborts. */
export async function keepIdeas(
  { store, campaign, log }: { store: Store; campaign: Campaign; log: Log },
  signal: AbortSignal,
): Promise<void> {
  const mind = openIdeaThread(campaign)
  const model = nameIdeaModel(campaign)
  try {
    await createIdeaKeeper({ store, campaignId: campaign.id, model, mind, log }).run(signal)
  } finally {
    await mind.close()
  }
}
