import { readAddress, readAtHand } from './bluesky/at-hand.ts'
import { createBackfill } from './bluesky/backfill.ts'
import { joinCursors, mendTimes, readCursor, stepBackADay, writeCursor } from './bluesky/cursor.ts'
import { lookUpAtOnce, lookUpPosts } from './bluesky/look-up.ts'
import { createOutbox } from './bluesky/outbox.ts'
import { createRecentDeletes } from './bluesky/recent-deletes.ts'
import { BlueskySettings, readEnvironment } from './bluesky/settings.ts'
import { createStream, type Stream } from './bluesky/stream.ts'
import { type DraftBatch, defineSource, type SourceContext } from './source.ts'

/** Rows held at most while the store is busy. */
const maxRows = 1_000
/** A stored place may be so far ahead of our clock: so much is read again anyway. */
const aheadMs = 10_000

/**
 * Public posts of the Bluesky network: live from Jetstream, gaps and history by search, confirmed by the
 * AppView.
 */
export const bluesky = defineSource({
  kind: 'bluesky',
  network: {
    name: { en: 'Bluesky', es: 'Bluesky' },
    handlesAreDomains: true,
    links: {
      author: 'https://bsky.app/profile/{author}',
      tag: 'https://bsky.app/hashtag/{tag}',
      compose: 'https://bsky.app/intent/compose?text={text}',
    },
  },
  config: BlueskySettings,
  setUp: readEnvironment,
  collect,
  joinCursors,
  lookUp: { atOnce: lookUpAtOnce, ask: lookUpPosts },
  readAtHand,
  readAddress,
})

/** The stream and the search put rows into one outbox; its batches carry the cursor of both. */
async function* collect(settings: BlueskySettings, context: SourceContext): AsyncGenerator<DraftBatch> {
  const stopping = new AbortController()
  const signal = AbortSignal.any([context.signal, stopping.signal])
  const inner = { ...context, signal }
  const cursor = readCursor(context.cursor)
  const now = context.clock()
  mendTimes(cursor, now)
  const deletes = createRecentDeletes()
  let stream: Stream | null = null
  const outbox = createOutbox({
    flushMs: settings.flushMs,
    cursorEveryMs: settings.cursorEveryMs,
    maxRows,
    signal,
    writeCursor: () => writeCursor(cursor),
    onFull: () => stream?.pause(),
    onRoom: () => stream?.resume(),
  })
  const backfill = createBackfill({ settings, context: inner, outbox, deletes, cursor })
  if ((cursor.timeUs ?? 0) > (now + aheadMs) * 1000) {
    // A clock was wrong when it was written, or is now. Where the stream was left nobody knows: all that it
    // keeps is read again.
    backfill.markGap(stepBackADay(cursor, now))
  }
  stream = createStream({ settings, context: inner, outbox, deletes, cursor, markGap: backfill.markGap })

  // A fault of ours in either part ends both: the runner tells it and starts anew from the stored cursor.
  let fault: { error: unknown } | null = null
  const work = Promise.all(
    [stream.run(), backfill.run()].map((part) =>
      part.catch((error: unknown) => {
        fault ??= { error }
        stopping.abort()
      }),
    ),
  )
  try {
    yield* outbox.batches()
    if (fault) throw (fault as { error: unknown }).error
  } finally {
    stopping.abort()
    await work
  }
}
