// `@skyware/jetstream` as its README uses it (on Node's own WebSocket) or, asked so, on `ws`; finds the
// tagged posts and stores nothing.
import { Jetstream } from '@skyware/jetstream'
import { WebSocket } from 'ws'
import { serveCommands } from '../support/command-server.ts'
import { createRunMeter, hasTag, type LivePathOrder } from '../support/live-path-run.ts'

const socketOption = process.argv[2] === 'ws' ? { ws: WebSocket } : {}

serveCommands({
  async run({ origin, frames }: LivePathOrder) {
    const meter = createRunMeter(frames)
    let matched = 0
    const jetstream = new Jetstream({ endpoint: `${origin}/subscribe`, ...socketOption })
    jetstream.onCreate('app.bsky.feed.post', ({ commit }) => {
      if (hasTag(commit.record)) matched += 1
    })
    for (const kind of ['commit', 'account', 'identity'] as const) countAll(jetstream, kind, meter.noteFrame)
    jetstream.start()
    await meter.allSeen
    const result = meter.finish(matched)
    jetstream.close()
    return result
  },
})

function countAll(jetstream: Jetstream, kind: 'commit' | 'account' | 'identity', note: () => void): void {
  if (kind === 'commit') jetstream.on('commit', note)
  else if (kind === 'account') jetstream.on('account', note)
  else jetstream.on('identity', note)
}
