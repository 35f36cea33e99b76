// A worker that does nothing but learn, as a process that can be killed. Its data folder or database comes as
// JSON.
import { openCampaignList } from '@wall/db/campaign-list'
import { openStore } from '@wall/db/open-store'
import { createLearner } from '@wall/workers/learning/learner'
import { createLog } from '@wall/workers/log'
import { isWorkerGone, makeWorkerName } from '@wall/workers/worker-name'
import { keepNothing } from '../keep-nothing.ts'
import { quick } from './learning-wall.ts'

const { store } = await openStore(JSON.parse(process.argv[2] ?? '{}'))
const { signal } = new AbortController()
const campaigns = await openCampaignList(store, signal)
const owner = makeWorkerName()
const learner = createLearner({
  ...{ store, campaigns, owner, clock: Date.now, log: createLog('silent'), times: quick, kept: keepNothing },
  isGone: (other) => isWorkerGone(other, owner),
})
process.send?.('ready')
await learner.run(signal)
