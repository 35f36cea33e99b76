// The demo's own little network: a Jetstream and an AppView on this machine, and a script that plays on them.
// Tells its parent `{ ready: true, jetstreamUrl, appviewUrl, openingDecisions }`, or prints the addresses,
// and plays until it is stopped or the parent goes.
import { loadDemoConfig } from './config.ts'
import { createFiller } from './filler.ts'
import { startAppViewServer } from './network/appview-server.ts'
import { startJetstreamServer } from './network/jetstream-server.ts'
import { createPictures } from './pictures.ts'
import { createPlayer } from './player.ts'
import { openingDecisions } from './posts.ts'
import { createTids } from './tid.ts'

const config = loadDemoConfig(process.env)
const appview = await startAppViewServer({ findPicture: createPictures() })
// Numbers that rise from run to run, so that a cursor of an earlier run is never mistaken for one of this.
const jetstream = await startJetstreamServer({
  capacity: 20_000,
  firstSeq: Date.now(),
  isReplayedToAll: true,
})
const timers: NodeJS.Timeout[] = []

for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => void stop())

const addresses = { jetstreamUrl: jetstream.origin, appviewUrl: appview.url }
if (process.send) process.send({ ready: true, ...addresses, openingDecisions })
else process.stdout.write(`${JSON.stringify(addresses)}\n`)

const player = createPlayer({
  now: Date.now,
  publish(event, seenAt) {
    // Look-ups first: whoever hears of a post may ask for it at once.
    appview.repository.apply(event, seenAt)
    jetstream.emit(event)
  },
})
player.introduceAuthors()
// The clock of the script starts when somebody listens.
await jetstream.waitForSubscribers()
player.playOpening()
timers.push(setInterval(player.playNext, config.intervalMs))
if (config.fillerPerS > 0) {
  const nextFiller = createFiller(createTids(Date.now), Date.now)
  timers.push(setInterval(() => jetstream.emit(nextFiller()), 1000 / config.fillerPerS))
}

async function stop(): Promise<void> {
  for (const timer of timers) clearInterval(timer)
  await jetstream.close()
  await appview.close()
  process.exit()
}
