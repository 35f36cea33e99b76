import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CampaignList, openCampaignList } from '@wall/db/campaign-list'
import type { Campaign } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { NewScreen } from '@wall/db/model/screen'
import { hasPassed } from '@wall/db/model/wait'
import type { Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'
import type { LiveMetrics } from '../health/metrics.ts'
import type { Log } from '../log.ts'
import { findNetwork, localNetworks } from '../security/network.ts'
import { createBroadcast } from './broadcast.ts'
import { type Feed, OtherLog, openFeed, tookDown, type View } from './feed.ts'
import type { Place } from './place.ts'
import { createReleases } from './releases.ts'
import { createScreens } from './screens.ts'

const beatMs = 15_000
/** A session may end on any node, by its time, or with its user: open streams follow so late. */
const sessionCheckMs = 1000
const retryMs = 1000
/** Ahead of every log. */
const nowhere = Number.MAX_SAFE_INTEGER
const intakeWaitMs = 300
/** So long after the last stream and the last question about it a campaign's feed is closed. */
const idleMs = 5 * 60_000
/** Events of an unwatched campaign that are read at once. */
const lookLimit = 200

export interface Hub {
  /**
   * Begins to follow the log. A campaign's feed opens when somebody asks for it, and closes when nobody has
   * for a while.
   */
  start(): Promise<void>
  readonly isReady: boolean
  /** A feed that is open already. */
  findFeed(slug: string): Feed | undefined
  /** Throws `not_found`. */
  getFeed(slug: string): Promise<Feed>
  /**
   * Writes the head and keeps the response until its end. Throws `unavailable` or `rate_limited`, before
   * anything is written.
   */
  connect(feed: Feed, view: View, order: ConnectOrder): Promise<void>
  countStreams(view: View): number
  /** Campaigns whose feeds are in memory. */
  countFeeds(): number
  /** Closes the feeds that nobody watches nor asks for; runs by itself with the beats. */
  closeIdleFeeds(): void
  /**
   * Ends the streams whose session is over; runs by itself each second, and asks nothing while no moderator
   * listens.
   */
  checkSessions(): Promise<void>
  /** Ends all streams; they come back to whoever serves next. */
  stop(): void
}

export interface ConnectOrder {
  response: ServerResponse
  /** Where it goes on; `unknown`: a place that is none, `null`: with what comes from now on. */
  since: Place | 'unknown' | null
  /** The client's address, for the caps. */
  address: string
  /** Nobody can tell how many people it stands for: it has no cap of its own. */
  isShared?: boolean
  /** It is a screen's: the team sees that it is on. */
  screen?: NewScreen
  /** A moderator's: the stream ends with the session. */
  sessionId?: string
}

export interface HubOptions {
  store: Store
  clock: Clock
  log: Log
  metrics: LiveMetrics
  /**
   * Called when the log told that a post was hidden or changed: what is kept of it elsewhere may have to go.
   */
  onTakenDown?: () => void
  maxStreams?: number
  maxStreamsPerAddress?: number
  /**
   * Addresses without a limit of their own: behind a proxy on this machine everybody comes from one of these;
   * as `findNetwork` gives them.
   */
  sharedAddresses?: ReadonlySet<string>
}

export function createHub(options: HubOptions): Hub {
  const { store, clock, log, metrics, maxStreams = 20_000, maxStreamsPerAddress = 4000 } = options
  const { sharedAddresses = localNetworks, onTakenDown = () => {} } = options
  const feeds = new Map<string, Feed>()
  const perAddress = new Map<string, number>()
  /** By stream, the session it ends with. */
  const guarded = new Map<Socket, string>()
  const stopping = new AbortController()
  const screens = createScreens(store, log, sharedAddresses)
  /** Feeds being opened: however many ask at once, the log is read once. */
  const opening = new Map<string, Promise<Feed>>()
  const askedAt = new WeakMap<Feed, number>()
  /**
   * Of campaigns that nobody watches, by id: how far their log was looked at for posts that were taken down.
   */
  const lookedTo = new Map<number, number>()
  let campaigns: CampaignList | undefined
  const listCampaignIds = () => (campaigns?.now() ?? []).map(({ id }) => id)
  const releases = createReleases(store, { clock, log, listCampaignIds })
  const timers: NodeJS.Timeout[] = []
  const startedAt = clock.now()
  const intakeReads = new WeakMap<Feed, { at: number }>()
  let isReady = false
  let following: Promise<void> = Promise.resolve()
  let isNewsWaiting = false
  let isChecking = false

  return {
    async start() {
      campaigns = await openCampaignList(store, stopping.signal)
      // Another date may have been given to a takeaway.
      campaigns.watch(() => void releases.settle(), stopping.signal)
      // Whatever was released while we were off is on the wall before anybody sees it.
      await releases.settle()
      store.watch(wake, stopping.signal)
      timers.push(
        setInterval(() => void beat(), beatMs),
        setInterval(() => void keepChecking(), sessionCheckMs),
      )
      isReady = true
    },
    get isReady() {
      return isReady
    },
    findFeed(slug) {
      const feed = feeds.get(slug)
      if (feed) askedAt.set(feed, clock.now())
      return feed
    },
    async getFeed(slug) {
      const campaign = findCampaign(slug) ?? (await campaigns?.settle().then(() => findCampaign(slug)))
      if (!campaign) throw new AppError('not_found', `There is no campaign "${slug.slice(0, 80)}".`)
      const feed = feeds.get(slug) ?? (await addFeed(campaign))
      askedAt.set(feed, clock.now())
      return feed
    },
    async connect(asked, view, order) {
      const { response, since } = order
      // A household or host with IPv6 has 2^64 addresses: it counts as one.
      const address = findNetwork(order.address)
      // A snapshot may be a moment ahead of us: read on before calling its place unknown.
      if (since !== null && since !== 'unknown' && since.seq > asked.seq) await wake()
      const feed = feeds.get(asked.campaign.slug) ?? asked
      const channel = feed.channels[view]
      // Before anything is looked up for it, and again: others came meanwhile.
      checkPlace(address, order.isShared)
      await readIntake(feed)
      const missed = await channel.readMissed(since && (await findSeq(feed, since)))
      checkPlace(address, order.isShared)
      const { socket } = response
      if (!socket || socket.destroyed) return
      perAddress.set(address, (perAddress.get(address) ?? 0) + 1)
      if (order.sessionId !== undefined) guarded.set(socket, order.sessionId)
      metrics.onOpened(view, channel.open(response, missed, address))
      if (order.screen) screens.add(socket, feed.campaign.id, order.screen, address)
    },
    checkSessions,
    closeIdleFeeds,
    countFeeds: () => feeds.size,
    countStreams: (view) => sum([...feeds.values()].map((feed) => feed.channels[view].size)),
    stop() {
      isReady = false
      stopping.abort()
      releases.stop()
      for (const timer of timers) clearInterval(timer)
      for (const feed of feeds.values()) {
        feed.channels.public.close()
        feed.channels.moderator.close()
      }
    },
  }

  async function findSeq(feed: Feed, since: Place | 'unknown'): Promise<number> {
    return since !== 'unknown' && (await feed.holds(since)) ? since.seq : nowhere
  }

  /** Throws when there is no place for another stream, or from this address. */
  function checkPlace(address: string, isShared = false): void {
    if (stopping.signal.aborted)
      throw new AppError('unavailable', 'The server is stopping. Try again in a moment.')
    if (countAll() >= maxStreams)
      throw new AppError('unavailable', 'Too many open streams. Try again in a minute.')
    const isFull = (perAddress.get(address) ?? 0) >= maxStreamsPerAddress
    if (isFull && !isShared && !sharedAddresses.has(address)) {
      throw new AppError(
        'rate_limited',
        'Too many open streams from your network. Close some pages and try again.',
      )
    }
  }

  function findCampaign(slug: string): Campaign | undefined {
    return campaigns?.now().find((campaign) => campaign.slug === slug)
  }

  function addFeed(campaign: Campaign): Promise<Feed> {
    const { slug } = campaign
    const known = opening.get(slug) ?? open(campaign).finally(() => opening.delete(slug))
    opening.set(slug, known)
    return known
  }

  async function open({ slug }: Campaign): Promise<Feed> {
    const createViewBroadcast = (view: View) =>
      createBroadcast(clock, {
        onDelivered: (streams, bytes) => metrics.onDelivered(view, streams, bytes),
        onEvicted: () => metrics.onEvicted(view),
        onClosed(address, socket) {
          guarded.delete(socket)
          const left = (perAddress.get(address) ?? 1) - 1
          if (left > 0) perAddress.set(address, left)
          else perAddress.delete(address)
        },
      })
    // Read anew: the list may be a moment old, and what is told of the campaign begins from here.
    const campaign = await store.getCampaign(slug)
    const feed = await openFeed({ store, createViewBroadcast, onTakenDown }, campaign)
    feeds.set(slug, feed)
    askedAt.set(feed, clock.now())
    // What came while it was read.
    void wake()
    return feed
  }

  /** Resolves when everything committed before the call has been read. */
  function wake(): Promise<void> {
    if (isNewsWaiting) return following
    isNewsWaiting = true
    following = following.then(follow)
    return following
  }

  async function follow() {
    isNewsWaiting = false
    if (stopping.signal.aborted) return
    try {
      for (const feed of [...feeds.values()]) await catchUp(feed)
      await lookAtUnwatched()
    } catch (error) {
      if (stopping.signal.aborted) return
      log.error({ err: error }, 'the log could not be read; trying again')
      setTimeout(() => void wake(), retryMs).unref()
    }
  }

  /** What was taken down has to go from the disk soon, also where nobody watches. */
  async function lookAtUnwatched() {
    for (const { id, slug } of campaigns?.now() ?? []) {
      if (feeds.has(slug)) {
        lookedTo.delete(id)
        continue
      }
      const from = lookedTo.get(id)
      const seq = await store.lastSeq(id)
      lookedTo.set(id, seq)
      if (from === seq) continue
      // A first look, a restored log or very much at once: the files are looked through in any case.
      const isShort = from !== undefined && seq > from && seq - from <= lookLimit
      if (!isShort || tookDown(await store.eventsAfter(id, from, lookLimit))) onTakenDown()
    }
  }

  /** Whoever listens to a log that is another one now begins anew, and so do we. */
  async function catchUp(feed: Feed) {
    const { slug } = feed.campaign
    try {
      await feed.catchUp()
    } catch (error) {
      if (!(error instanceof OtherLog)) throw error
      log.warn({ campaign: slug }, 'the log is another one than before: a backup was restored')
      feeds.delete(slug)
      await addFeed(feed.campaign)
      feed.channels.public.close()
      feed.channels.moderator.close()
    }
  }

  /**
   * What is known of it is as old as a beat at most, and while nobody listens nobody asks. A database that is
   * slow holds up no beat.
   */
  async function readIntake(feed: Feed): Promise<void> {
    const now = clock.now()
    const last = intakeReads.get(feed)
    if (last && Math.abs(now - last.at) < beatMs - 500) return
    // One that is away is told of elsewhere; what was known of the sources stands meanwhile.
    const reading = feed.readIntake({ now, startedAt }).catch(() => undefined)
    intakeReads.set(feed, { at: now })
    await Promise.race([reading, sleep(intakeWaitMs, undefined, { ref: false })])
  }

  async function beat() {
    for (const feed of feeds.values()) {
      if (feed.channels.public.size + feed.channels.moderator.size > 0) await readIntake(feed)
      if (stopping.signal.aborted) return
      feed.channels.public.beat()
      feed.channels.moderator.beat()
    }
    closeIdleFeeds()
    releases.heedClock()
    void screens.tell()
  }

  function closeIdleFeeds(): void {
    for (const [slug, feed] of feeds) {
      const { public: visitors, moderator } = feed.channels
      if (visitors.size + moderator.size > 0) askedAt.set(feed, clock.now())
      else if (hasPassed(idleMs, askedAt.get(feed) ?? 0, clock.now())) feeds.delete(slug)
    }
  }

  /** A database that does not answer is not asked again meanwhile. */
  async function keepChecking() {
    if (isChecking) return
    isChecking = true
    await checkSessions()
    isChecking = false
  }

  async function checkSessions() {
    // Those that open while the database is asked are for the next time.
    const open = [...guarded]
    if (open.length === 0) return
    try {
      const valid = new Set(await store.listValidSessions([...new Set(open.map(([, id]) => id))]))
      for (const [socket, id] of open) if (!valid.has(id)) socket.destroySoon()
    } catch {
      // Nobody is signed out because the database is away; following the log tells of it.
    }
  }

  function countAll(): number {
    return sum([...feeds.values()].map((feed) => feed.channels.public.size + feed.channels.moderator.size))
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
