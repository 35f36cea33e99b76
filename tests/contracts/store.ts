// What every store must do, noun by noun. Run once an engine.
import { describeAuthors } from './store/author.ts'
import { describeBatches } from './store/batch.ts'
import { describeCampaigns } from './store/campaign.ts'
import { describeChecks } from './store/check.ts'
import { describeDecisions } from './store/decision.ts'
import { describeEngine } from './store/engine.ts'
import { describeFreshNews } from './store/fresh-news.ts'
import { describeLeads } from './store/lead.ts'
import { describeLists } from './store/lists.ts'
import { describeManyMissing } from './store/many-missing.ts'
import { describeMedia } from './store/media.ts'
import { describePeople } from './store/people.ts'
import { describeScreens } from './store/screen.ts'
import { describeSearch } from './store/search.ts'
import { describeVerifications } from './store/verification.ts'
import type { OpenEngine } from './store-room.ts'

const contracts = [
  describeAuthors,
  describeBatches,
  describeCampaigns,
  describeChecks,
  describeDecisions,
  describeEngine,
  describeFreshNews,
  describeLeads,
  describeLists,
  describeManyMissing,
  describeMedia,
  describePeople,
  describeScreens,
  describeSearch,
  describeVerifications,
]

export function describeStore(name: string, open: OpenEngine): void {
  for (const describeContract of contracts) describeContract(name, open)
}
