import type { AuthorChange } from '@wall/db/model/author'
import type { Campaign } from '@wall/db/model/campaign'
import type { Filing } from '@wall/db/model/filing'
import type { NewPost } from '@wall/db/model/post'
import type { Batch, PartProblem, PartState } from '@wall/db/model/source'
import type { Verification } from '@wall/db/store/store'
import type { FilingInput } from '@wall/filing/filing-input'
import type { z } from 'zod'
import type { Log } from '../log.ts'

/** A post before it is filed, and what the filer needs for that. */
export interface PostDraft {
  post: Omit<NewPost, 'filing'>
  hints: FilingInput
}

/** What a part of a source is doing; the runner adds since when. */
export interface PartReport {
  state: PartState
  problem?: PartProblem | null
  /** A host name or a status number; never a post's words or a secret. */
  detail?: string | null
  /** Epoch ms. */
  nextTryAt?: number | null
  /** Posts since then may be missing, epoch ms. */
  gapSince?: number | null
}

/** Small secrets kept between runs in files only the owner may read (a session, never a password). */
export interface Secrets {
  read(name: string): Promise<string | null>
  /** `null` forgets it. */
  write(name: string, value: string | null): Promise<void>
}

/** What a source may use of the world when it confirms posts, which every worker does. */
export interface CheckContext {
  campaign: Campaign
  file(hints: FilingInput): Filing
  /** Waits its turn per host, has a time and a size limit; throws AppError `upstream` when no answer came. */
  fetch: typeof fetch
  signal: AbortSignal
  report(part: string, report: PartReport): void
  /** Adds to a named counter of the source's status. */
  count(name: string, by?: number): void
  clock: () => number
  /** The network just told its own time, epoch ms; what differs from `clock` is told to the team. */
  noteNetworkTime?(at: number): void
  log: Log
  credentials: Readonly<Record<string, string>>
  secrets: Secrets
}

/** And what it may use when it collects, which one worker at a time does. */
export interface SourceContext extends CheckContext {
  /** Where the last stored batch ended; null at the first start. */
  cursor: string | null
  /** Grows when a batch is stored. */
  known: { hasPost(uri: string): boolean; hasAuthor(networkId: string): boolean }
  /** Time of the newest thing seen, epoch ms. */
  noteEventAt(at: number): void
}

/** A post that is to be confirmed with its network. */
export interface DueCheck {
  uri: string
  authorId: string
  /** Its account is known to be away: that it is not listed is no news. */
  isAway?: boolean
}

export interface Verified {
  verifications: Verification[]
  authors: AuthorChange[]
}

/** Why a network could not be asked. */
export interface Trouble {
  problem: PartProblem
  /** A host name, perhaps with a status number. */
  detail: string
  /** Not before then, epoch ms; null when the network did not say. */
  retryAt: number | null
}

/** How a source is set up from the environment: settings are stored, credentials never. */
export interface SourceSetup {
  settings: unknown
  credentials: Record<string, string>
}

/** A kind of place that posts come from. Made by `defineSource`, listed in `index.ts`. */
export interface Source {
  /** File name, and `network` of its posts. */
  readonly kind: string
  readonly config: z.ZodType
  /** Reads this source's environment variables; faults come back in words, one each. */
  setUp(env: Readonly<Record<string, string | undefined>>): SourceSetup | { faults: string[] }
  /** Goes on until the signal aborts or something throws. A batch counts as stored when the next is asked for. */
  collect(config: unknown, context: SourceContext): AsyncIterable<Batch>
  /** Most posts that one `verify` may be asked for. */
  readonly verifyAtOnce: number
  /** Asks the network for its own word on posts; those it says nothing about are left out. Never throws for what the network does. */
  verify?(config: unknown, due: readonly DueCheck[], context: CheckContext): Promise<Verified | Trouble>
}

interface SourceDefinition<C extends z.ZodType> {
  kind: string
  config: C
  setUp(env: Readonly<Record<string, string | undefined>>): SourceSetup | { faults: string[] }
  collect(config: z.output<C>, context: SourceContext): AsyncIterable<Batch>
  verifyAtOnce?: number
  verify?(config: z.output<C>, due: readonly DueCheck[], context: CheckContext): Promise<Verified | Trouble>
}

/** Closes over the settings' type, so that sources of all kinds fit in one record. Settings are parsed at every use. */
export function defineSource<C extends z.ZodType>(definition: SourceDefinition<C>): Source {
  const { kind, config, setUp, collect, verify, verifyAtOnce = 25 } = definition
  return {
    kind,
    config,
    setUp,
    verifyAtOnce,
    collect: (settings, context) => collect(config.parse(settings), context),
    ...(verify && { verify: (settings, due, context) => verify(config.parse(settings), due, context) }),
  }
}
