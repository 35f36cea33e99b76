// A process of its own that commits once into the given database file.
import { openSqlite } from '@wall/db/engines/sqlite'
import { CampaignContent } from '@wall/db/model/campaign'
import { createStore } from '@wall/db/store/create-store'

const store = createStore(openSqlite({ file: process.argv[2] ?? '' }))
await store.saveCampaign(
  CampaignContent.parse({ slug: 'other', name: 'Other', hashtags: ['tag'], takeaways: [] }),
)
await store.close()
