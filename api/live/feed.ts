import type { Campaign } from '@wall/db/model/campaign'
import type { LogEvent } from '@wall/db/model/event'
import type { Networks } from '@wall/db/model/network'
import type { Post } from '@wall/db/model/post'
import { isShown } from '@wall/db/model/visibility'
import type { Store } from '@wall/db/store/store'
import { viewCampaign, viewTeamCampaign } from '../views/campaign.ts'
import { viewWallPost } from '../views/post.ts'
import { countQueue, type ToldIn, tellIn, viewQueuePost } from '../views/queue.ts'
import type { Broadcast } from './broadcast.ts'
import { type Channel, createChannel } from './channel.ts'
import { encodeFrame } from './frame.ts'
import { findNothingSince } from './intake.ts'
import { formatPlace, markEvent, type Place } from './place.ts'

const publicRing = { maxEntries: 5000, maxSize: 16 * 1024 * 1024, sizeOf: (frame: Buffer) => frame.length }
/**
 * Moderators see words that may go without any news of the post they are seen with: of their events only
 * names are kept.
 */
const moderatorRing = { maxEntries: 2000, maxSize: 2000, sizeOf: () => 1, maxReplayEntries: 200 }
const pageSize = 500
/** Marks of so many of the newest events are kept: whoever resumes after a short break costs no question. */
const maxMarks = 10_000

/**
 * The log's last event is gone or another one: a backup was restored under us, or a server took over that had
 * not got everything yet.
 */
export class OtherLog extends Error {}

export type View = 'public' | 'moderator'

/** Follows one campaign's log and turns it into what each view may hear. */
export interface Feed {
  readonly campaign: Campaign
  /** What the networks that posts come from are to people. */
  readonly networks: Networks
  /** How moderators are told confidence. */
  readonly toldIn: ToldIn
  /** The log's place that has been read. */
  readonly seq: number
  /** A place in the log with its mark, as clients are given it. */
  placeAt(seq: number): Promise<string>
  /** Whether a place is one of this log; see `Place`. */
  holds(place: Place): Promise<boolean>
  /**
   * Another one after everything the public wall may hear of: what is kept by it is good as long as it stays,
   * and forgotten after.
   */
  readonly publicState: object
  readonly channels: { readonly public: Channel<Buffer>; readonly moderator: Channel<LogEvent> }
  /**
   * Reads what is new in the log; throws `OtherLog` when it is not the one that was read so far. Never runs
   * twice at once: the hub sees to that.
   */
  catchUp(): Promise<void>
  /** Finds out whether anything can come in at all: it is told with the beats. */
  readIntake(times: { now: number; startedAt: number }): Promise<void>
}

export interface FeedDeps {
  store: Store
  createViewBroadcast(view: View): Broadcast
  onTakenDown(): void
}

/** Whether a post was hidden or changed: what is kept of it elsewhere may have to go. */
export function tookDown(events: readonly LogEvent[]): boolean {
  return events.some(({ kind }) => kind === 'post_hidden' || kind === 'post_changed')
}

/** Reads the newest part of the log into the rings, so that streams can resume across a restart. */
export async function openFeed(deps: FeedDeps, initial: Campaign): Promise<Feed> {
  const { store, createViewBroadcast, onTakenDown } = deps
  let campaign = initial
  let networks = await store.listNetworks()
  let seq = await store.lastSeq(campaign.id)
  const publicEvents = await readLatest(publicRing.maxEntries, true)
  const moderatorEvents = await readLatest(moderatorRing.maxEntries, false)
  const marks = new Map<number, string>()
  for (const list of [publicEvents.events, moderatorEvents.events]) keepMarks(list)
  let publicState = {}
  const stale = { public: true, moderator: true }
  const lastSeq = () => seq
  const lastPlace = () => formatPlace({ seq, mark: marks.get(seq) ?? null })
  const nothingSince: Record<View, number | null> = { public: null, moderator: null }
  const channels = {
    public: createChannel<Buffer>({
      ...publicRing,
      toFrames: (frames) => [...frames],
      broadcast: createViewBroadcast('public'),
      floor: publicEvents.floor,
      lastSeq,
      lastPlace,
      nothingSince: () => nothingSince.public,
    }),
    moderator: createChannel<LogEvent>({
      ...moderatorRing,
      toFrames: async (events) => {
        const known = await findPosts(events)
        return events.map((event) => encodeForModerators(event, known).bytes)
      },
      broadcast: createViewBroadcast('moderator'),
      floor: moderatorEvents.floor,
      lastSeq,
      lastPlace,
      nothingSince: () => nothingSince.moderator,
    }),
  }
  let toldIn = tellIn(await store.readFilingState(campaign.id))
  for (const { seq, key, bytes } of listPublicFrames(
    publicEvents.events,
    await findPosts(publicEvents.events),
  ))
    channels.public.remember(seq, key, bytes)
  for (const event of listForModerators(moderatorEvents.events))
    channels.moderator.remember(event.seq, keyOf(event), event)
  await readCounts()

  return {
    get campaign() {
      return campaign
    },
    get networks() {
      return networks
    },
    get toldIn() {
      return toldIn
    },
    get seq() {
      return seq
    },
    get publicState() {
      return publicState
    },
    channels,
    placeAt: async (at) => formatPlace({ seq: at, mark: await findMark(at) }),
    holds: async ({ seq: at, mark }) => mark === null || mark === (await findMark(at)),
    async readIntake(times) {
      // That nothing comes in for a campaign that is over is no news.
      const isOver = campaign.archivedAt !== undefined
      const sources = isOver ? [] : await store.listSources(campaign.id)
      for (const view of ['public', 'moderator'] as const)
        nothingSince[view] = isOver ? null : findNothingSince(sources, view, times)
    },
    async catchUp() {
      for (;;) {
        // With the last one that is known: should it be another by now, so is all that follows.
        const events = await store.eventsAfter(campaign.id, Math.max(seq - 1, 0), pageSize)
        const mark = marks.get(seq)
        const last = events[0]?.seq === seq ? events.shift() : undefined
        if (mark !== undefined && (!last || markEvent(last) !== mark)) throw new OtherLog()
        if (events.length > 0) await apply(events)
        await readCounts()
        if (events.length < pageSize - 1) return
      }
    },
  }

  function keepMarks(events: readonly LogEvent[]): void {
    for (const event of events) marks.set(event.seq, markEvent(event))
    for (const at of marks.keys()) {
      if (marks.size <= maxMarks) break
      marks.delete(at)
    }
  }

  async function findMark(at: number): Promise<string | null> {
    const known = marks.get(at)
    if (known !== undefined || at === 0) return known ?? null
    const [event] = await store.eventsAfter(campaign.id, at - 1, 1)
    return event?.seq === at ? markEvent(event) : null
  }

  async function apply(events: LogEvent[]) {
    if (events.some((event) => event.kind === 'campaign_changed')) {
      campaign = await store.getCampaign(campaign.slug)
      networks = await store.listNetworks()
    }
    toldIn = tellIn(await store.readFilingState(campaign.id))
    const known = await findPosts(events)
    const lastPublic = events.findLast((event) => event.isPublic)
    for (const { seq, key, bytes } of listPublicFrames(events, known))
      channels.public.push(seq, key, bytes, bytes)
    for (const event of listForModerators(events)) {
      const { seq, key, bytes } = encodeForModerators(event, known)
      channels.moderator.push(seq, key, event, bytes)
    }
    keepMarks(events)
    seq = events.at(-1)?.seq ?? seq
    if (lastPublic) publicState = {}
    if (tookDown(events)) onTakenDown()
    stale.moderator = true
    stale.public ||= lastPublic !== undefined
  }

  /** What can't be read now is read the next time, with or without news. */
  async function readCounts() {
    if (stale.public) channels.public.setCounts(await store.countShown(campaign.id))
    stale.public = false
    if (stale.moderator) channels.moderator.setCounts(await countQueue(store, campaign.id))
    stale.moderator = false
  }

  /**
   * `floor`: the place after which every event is known. What came while we read takes places of older ones,
   * and is left for later.
   */
  async function readLatest(
    limit: number,
    publicOnly: boolean,
  ): Promise<{ events: LogEvent[]; floor: number }> {
    const latest = await store.latestEvents(campaign.id, limit, { publicOnly })
    const floor = latest.length < limit ? 0 : (latest[0]?.seq ?? 1) - 1
    return { events: latest.filter((event) => event.seq <= seq), floor }
  }

  async function findPosts(events: readonly LogEvent[]): Promise<Map<number, Post>> {
    const ids = [...new Set(events.flatMap((event) => event.postId ?? []))]
    const posts = new Map<number, Post>()
    for (let at = 0; at < ids.length; at += pageSize) {
      for (const post of await store.findPosts(ids.slice(at, at + pageSize))) posts.set(post.id, post)
    }
    return posts
  }

  /**
   * The post as it is now decides, never what the row was about: an old row can't bring back what was taken
   * down.
   */
  function listPublicFrames(events: LogEvent[], posts: Map<number, Post>): Frame[] {
    return listLast(events.filter((event) => event.isPublic)).map((event) => {
      if (event.postId === null) return frameOf(event, 'campaign', viewCampaign(campaign, networks))
      const post = posts.get(event.postId)
      if (post && isShown(post)) return frameOf(event, 'post', viewWallPost(post, networks))
      return frameOf(event, 'gone', { id: event.postId })
    })
  }

  function encodeForModerators(event: LogEvent, posts: Map<number, Post>): Frame {
    if (event.kind === 'campaign_changed')
      return frameOf(event, 'campaign', viewTeamCampaign(campaign, networks))
    if (event.postId === null) return frameOf(event, 'ideas', {})
    const post = posts.get(event.postId)
    return post
      ? frameOf(event, 'post', viewQueuePost(post, { toldIn, networks }))
      : frameOf(event, 'erased', { id: event.postId })
  }
}

function listForModerators(events: LogEvent[]): LogEvent[] {
  return listLast(events)
}

interface Frame {
  seq: number
  key: string
  bytes: Buffer
}

function frameOf(event: LogEvent, name: string, data: unknown): Frame {
  return {
    seq: event.seq,
    key: keyOf(event),
    bytes: encodeFrame({ event: name, data, id: formatPlace({ seq: event.seq, mark: markEvent(event) }) }),
  }
}

function keyOf(event: LogEvent): string {
  return event.postId === null ? event.kind : String(event.postId)
}

/** Of several events on one post only the last counts. */
function listLast(events: LogEvent[]): LogEvent[] {
  const last = new Map(events.map((event) => [keyOf(event), event.seq]))
  return events.filter((event) => last.get(keyOf(event)) === event.seq)
}
