// `@atcute/jetstream` as its README uses it (on Node's own WebSocket) or, asked so, on `ws`; finds the tagged
// posts and stores nothing.
import { JetstreamSubscription } from '@atcute/jetstream'
import { WebSocket } from 'ws'
import { serveCommands } from '../support/command-server.ts'
import { createRunMeter, hasTag, type LivePathOrder } from '../support/live-path-run.ts'

const socketOption = process.argv[2] === 'ws' ? { ws: { WebSocket } } : {}

serveCommands({
  async run({ origin, frames }: LivePathOrder) {
    const meter = createRunMeter(frames)
    let matched = 0
    const finished = meter.allSeen.then(() => meter.finish(matched))
    const subscription = new JetstreamSubscription({
      url: origin,
      cursor: 1,
      ...socketOption,
      onError: () => meter.noteFrame(),
    })
    for await (const event of subscription) {
      if (event.kind === 'commit') {
        const { commit } = event
        if (
          commit.operation === 'create' &&
          commit.collection === 'app.bsky.feed.post' &&
          hasTag(commit.record)
        )
          matched += 1
      }
      meter.noteFrame()
      if (meter.isDone()) break
    }
    return finished
  },
})
