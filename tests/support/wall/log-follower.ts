// A process that notes what the log tells it in a file, and can be killed. Takes the data folder or database
// as JSON, the campaign and the file.
import { appendFileSync } from 'node:fs'
import { openStore } from '@wall/db/open-store'
import { followLog } from '@wall/workers/follow-log'
import { createLog } from '@wall/workers/log'

const [place = '{}', campaignId = '', file = ''] = process.argv.slice(2)
const { store } = await openStore(JSON.parse(place))
const deps = { store, campaignId: Number(campaignId), log: createLog('silent') }
const job = {
  ...{ name: 'notes', version: '1', begin: async () => {}, gatherMs: () => 0 },
  take: async (news: readonly { seq: number }[]) =>
    appendFileSync(file, news.map(({ seq }) => `${seq}\n`).join('')),
}
process.send?.('ready')
await followLog(deps, job, new AbortController().signal)
