// Floors: `JSON.parse` of the same frames in memory, and `ws` with `JSON.parse` on the same stream.
import { formatMessage } from '@wall/workers/demo/network/wires'
import { WebSocket } from 'ws'
import { serveCommands } from '../support/command-server.ts'
import { createRunMeter, type LivePathOrder } from '../support/live-path-run.ts'
import { makeNetworkEvents } from '../support/network-events.ts'

const poolSize = Number(process.argv[2])
const texts = makeNetworkEvents(poolSize).map((event, index) =>
  Buffer.from(formatMessage('v1', event, { seq: index + 1, timeUs: Date.now() * 1000 })),
)

serveCommands({
  parse({ frames }: LivePathOrder) {
    const meter = createRunMeter(frames)
    let kinds = 0
    for (let index = 0; index < frames; index += 1) {
      meter.noteFrame()
      const event: unknown = JSON.parse(String(texts[index % texts.length]))
      if ((event as { kind: string }).kind === 'commit') kinds += 1
    }
    return meter.finish(kinds)
  },
  async run({ origin, frames }: LivePathOrder) {
    const meter = createRunMeter(frames)
    const socket = new WebSocket(`${origin}/subscribe`, { perMessageDeflate: false })
    let kinds = 0
    socket.on('message', (data: Buffer) => {
      const event: unknown = JSON.parse(String(data))
      if ((event as { kind: string }).kind === 'commit') kinds += 1
      meter.noteFrame()
    })
    await meter.allSeen
    const result = meter.finish(kinds)
    socket.terminate()
    return result
  },
})
