// A Jetstream that sends so many frames to whoever connects next, as fast as they are read.
import { startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import { serveCommands } from '../support/command-server.ts'
import { type FrameStore, prepareFrames, streamFrames } from '../support/frames.ts'

const poolSize = Number(process.argv[2])
const stores: Record<string, FrameStore> = {
  v1: prepareFrames('v1', poolSize),
  v2: prepareFrames('v2', poolSize),
}
let due = 0
let firstTagged = 0

const server = await startJetstreamServer({
  generate({ wire }) {
    const count = due
    due = 0
    const store = stores[wire]
    return store && count > 0 ? streamFrames(store, count, firstTagged) : []
  },
})

serveCommands({
  origin: () => server.origin,
  meanBytes: () => {
    const chunks = stores.v1?.chunks ?? []
    return (
      chunks.reduce((sum, { bytes }) => sum + bytes.length, 0) /
      chunks.reduce((sum, { ends }) => sum + ends.length, 0)
    )
  },
  /** The next connection gets so many frames, later ones none. */
  arm(frames: number) {
    due = frames
    firstTagged += 1_000
  },
})
