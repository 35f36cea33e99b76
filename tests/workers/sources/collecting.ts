// Runs a source against servers of the test, with a context whose parts the test can look at.
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import type { AuthorChange } from '@wall/db/model/author'
import type { Campaign } from '@wall/db/model/campaign'
import type { Filing } from '@wall/db/model/filing/filing'
import type { NewPost } from '@wall/db/model/post'
import type { Batch, Removal } from '@wall/db/model/source'
import { createFetch } from '@wall/workers/http'
import { createPipeline } from '@wall/workers/pipeline'
import type { PartReport, Source, SourceContext } from '@wall/workers/sources/source'

export const campaign: Campaign = {
  ...builtInCampaign(),
  id: 1,
  unreleased: [],
  mentions: [{ handle: 'campaign.example.com', ids: { bluesky: 'did:plc:campaign' } }],
}

export const unfiled: Filing = { takeaway: null, by: null, confidence: 0, reason: '', suggestions: [] }

/** The way of a draft to the campaign of the tests; nothing is filed. */
export const pipeline = createPipeline([{ campaign, file: () => unfiled }])

export interface World {
  context: SourceContext
  counts: Map<string, number>
  reports: { part: string; report: PartReport }[]
  /** The latest report of a part. */
  report(part: string): PartReport | undefined
  logged: string[]
  known: { uris: Set<string>; authors: Set<string> }
  secrets: Map<string, string>
}

export function createWorld(overrides: Partial<SourceContext> = {}): World {
  const counts = new Map<string, number>()
  const reports: World['reports'] = []
  const logged: string[] = []
  const known = { uris: new Set<string>(), authors: new Set<string>() }
  const secrets = new Map<string, string>()
  const write = (...args: unknown[]) => void logged.push(JSON.stringify(args))
  const log = {
    debug: write,
    info: write,
    warn: write,
    error: write,
    fatal: write,
    child: () => log,
  } as unknown
  const context: SourceContext = {
    wanted: pipeline.wanted('bluesky'),
    isWanted: (matchable) => pipeline.isWanted('bluesky', matchable),
    cursor: null,
    known: { hasPost: (uri) => known.uris.has(uri), hasAuthor: (id) => known.authors.has(id) },
    fetch: createFetch(globalThis.fetch),
    signal: new AbortController().signal,
    report: (part, report) => void reports.push({ part, report }),
    noteEventAt: () => {},
    count: (name, by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by),
    clock: Date.now,
    log: log as SourceContext['log'],
    credentials: {},
    secrets: {
      read: async (name) => secrets.get(name) ?? null,
      write: async (name, value) => void (value === null ? secrets.delete(name) : secrets.set(name, value)),
    },
    ...overrides,
  }
  return {
    ...{ context, counts, reports, logged, known, secrets },
    report: (part) => reports.findLast((entry) => entry.part === part)?.report,
  }
}

export interface Collecting {
  world: World
  batches: Batch[]
  posts(): NewPost[]
  removals(): Removal[]
  authorChanges(): AuthorChange[]
  /** The last batch's. */
  cursor(): string | null
  /** Resolves when the condition holds; looked at often. */
  until(condition: () => boolean): Promise<void>
  /** Ends it as a stop of the program does; resolves when the source is done. */
  stop(): Promise<void>
}

/** Stores each batch in memory only: what a batch brought is known from then on. */
export function startCollecting(
  source: Source,
  settings: unknown,
  given: Partial<SourceContext> = {},
): Collecting {
  const stopping = new AbortController()
  const world = createWorld({ ...given, signal: stopping.signal })
  const batches: Batch[] = []
  const done = (async () => {
    for await (const drafts of source.collect(settings, world.context)) {
      const [batch] = pipeline.run(drafts, (uri) => world.known.uris.has(uri)).values()
      if (!batch) throw new Error('no campaign')
      batches.push(batch)
      for (const post of batch.posts) {
        world.known.uris.add(post.uri)
        world.known.authors.add(post.authorId)
      }
    }
  })()
  done.catch(() => {})
  return {
    world,
    batches,
    posts: () => batches.flatMap((batch) => batch.posts),
    removals: () => batches.flatMap((batch) => batch.removals),
    authorChanges: () => batches.flatMap((batch) => batch.authorChanges),
    cursor: () => batches.at(-1)?.cursor ?? null,
    until: (condition) => until(condition),
    async stop() {
      stopping.abort()
      await done
    },
  }
}

export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 8_000): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
