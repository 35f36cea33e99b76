import type { AuthorChange } from '@wall/db/model/author'
import { Network } from '@wall/db/model/network'
import type { NewPost } from '@wall/db/model/post'
import type { PartProblem, PartState, Removal } from '@wall/db/model/source'
import type { FilingInput } from '@wall/filing/filing-input'
import type { Range } from '@wall/filing/signals/find-urls'
import type { z } from 'zod'
import type { Log } from '../log.ts'

/**
 * A post as its network has it, parsed and bounded: nothing is known yet of campaigns, nor where it belongs.
 */
export interface Draft {
  post: Omit<NewPost, 'filing' | 'confirmed' | 'checks'>
  matchable: Matchable
  /** What its network, or others there, labelled it with. Empty too where the way it came does not tell. */
  labels: string[]
}

/** What tells whether a post answers a campaign, whatever network it is from. */
export interface Matchable {
  text: string
  /**
   * Parts of the text that are an address, in UTF-16 units: a hashtag in one is the address's, not the
   * author's.
   */
  skip: Range[]
  /** Hashtags that the author's client marked in the text. */
  markedTags: string[]
  /** Hashtags kept beside the text. */
  fieldTags: string[]
  /**
   * Ids of the accounts that the author's client marked; never read from the text, where anybody can write a
   * handle.
   */
  mentionIds: string[]
}

/** A post as somebody has it at hand, in a file. */
export interface PostAtHand {
  matchable: Matchable
  /** Null: it has no text, so that there is nothing to file. */
  filing: FilingInput | null
}

/** What a source hands over at once. All that was read before `cursor` is in it, or was in an earlier one. */
export interface DraftBatch {
  drafts: Draft[]
  removals: Removal[]
  authorChanges: AuthorChange[]
  /** Where to go on after this batch; opaque to all but the source. */
  cursor: string
}

/** What a network that has to be asked is asked for. */
export interface Wanted {
  /** Folded, without the hash sign. */
  hashtags: readonly string[]
  /** Accounts that posts mention, by their ids on this network. */
  mentionIds: readonly string[]
  /** Nothing older is wanted, epoch ms; null where no campaign tells. */
  since: number | null
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

/** What a source may use of the world when it looks posts up, which every worker does. */
export interface LookUpContext {
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
export interface SourceContext extends LookUpContext {
  wanted: Wanted
  /** Whether anybody wants such a post: cheap, so that a source asks before it reads the rest. */
  isWanted(matchable: Matchable): boolean
  /** Where the last stored batch ended; null at the first start. */
  cursor: string | null
  /** Grows when a batch is stored. */
  known: { hasPost(uri: string): boolean; hasAuthor(networkId: string): boolean }
  /** Time of the newest thing seen, epoch ms. */
  noteEventAt(at: number): void
}

/** A post to be looked up. */
export interface DueLookUp {
  uri: string
  authorId: string
  /** Its account is known to be away: that it is not listed is no news. */
  isAway?: boolean
}

/** The network's own word on posts; those in neither list it says nothing about. */
export interface LookedUp {
  found: Draft[]
  /** Ids of posts that the network does not have. */
  missing: string[]
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

export interface LookUp<Config> {
  /** Most posts that may be asked for at once. */
  readonly atOnce: number
  /** Never throws for what the network does. */
  ask(config: Config, due: readonly DueLookUp[], context: LookUpContext): Promise<LookedUp | Trouble>
}

/** A kind of place that posts come from. Made by `defineSource`, listed in `index.ts`. */
export interface Source {
  /** File name, and `network` of its posts. */
  readonly kind: string
  /** Stored with the source when a worker starts, so that pages can speak of it. */
  readonly network: Network
  readonly config: z.ZodType
  /**
   * Reads this source's environment variables; faults come back in words, one each. Null: it is not wanted
   * here.
   */
  setUp(env: Readonly<Record<string, string | undefined>>): SourceSetup | { faults: string[] } | null
  /**
   * Goes on until the signal aborts or something throws. A batch counts as stored when the next is asked for.
   * It may hand over every post: what nobody wants goes no further. A version of a known post that nobody
   * wants any more takes the post away.
   */
  collect(config: unknown, context: SourceContext): AsyncIterable<DraftBatch>
  /**
   * Where to go on for all that were left at one of these, so that none misses anything: one run collects for
   * many campaigns. Left out: it begins anew where they differ.
   */
  joinCursors?(cursors: readonly (string | null)[]): string
  /**
   * How its posts are looked up before they may be shown. Left out: what it hands over is the network's own
   * word.
   */
  readonly lookUp?: LookUp<unknown>
  /**
   * Reads a post that somebody has at hand, for the command line: a record of this network, or what a person
   * wrote in short. Takes any object; a sentence says why it is none.
   */
  readAtHand?(line: Record<string, unknown>): PostAtHand | { fault: string }
  /** The id of the post whose page this is. Takes any text. */
  readAddress?(address: string): string | undefined
}

interface SourceDefinition<C extends z.ZodType> {
  kind: string
  network: z.input<typeof Network>
  config: C
  setUp: Source['setUp']
  collect(config: z.output<C>, context: SourceContext): AsyncIterable<DraftBatch>
  joinCursors?(cursors: readonly (string | null)[]): string
  lookUp?: LookUp<z.output<C>>
  readAtHand?(line: Record<string, unknown>): PostAtHand | { fault: string }
  readAddress?(address: string): string | undefined
}

/**
 * Closes over the settings' type, so that sources of all kinds fit in one record. Settings are parsed at
 * every use. Throws for a network that is not described as it should be.
 */
export function defineSource<C extends z.ZodType>(definition: SourceDefinition<C>): Source {
  const { network, config, collect, lookUp, ...rest } = definition
  return {
    ...rest,
    network: Network.parse(network),
    config,
    collect: (settings, context) => collect(config.parse(settings), context),
    ...(lookUp && {
      lookUp: {
        atOnce: lookUp.atOnce,
        ask: (settings, due, context) => lookUp.ask(config.parse(settings), due, context),
      },
    }),
  }
}
