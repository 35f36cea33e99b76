import type { Actor } from '../model/actor.ts'
import type { AuthorChange } from '../model/author.ts'
import type { Campaign, CampaignContent, CampaignFile, Takeaway } from '../model/campaign.ts'
import type { Decision, Placement } from '../model/decision.ts'
import type { LogEvent } from '../model/event.ts'
import type { Filing } from '../model/filing/filing.ts'
import type { Network, Networks } from '../model/network.ts'
import type { Media, NewPost, Post } from '../model/post.ts'
import type { NewScreen, Screen } from '../model/screen.ts'
import type { Batch, SourceRow, SourceStatus } from '../model/source.ts'
import type { PostStanding } from '../model/standing.ts'
import type { FilingStore } from './filing/filing-store.ts'
import type { IdeaStore } from './ideas/idea-store.ts'

export interface BatchResult {
  inserted: number
  changed: number
  removed: number
  /** Handed over before, and nothing new in it; or older than what we know. */
  ignored: number
}

/** The network's own word on one post, from a look-up. `post` is null when the network no longer has it. */
export interface Verification {
  network: string
  uri: string
  /** The content as the network has it now, with its filing; null when it is gone there. */
  post: NewPost | null
  /** Labels others put on it; those with an expiry in the past or negated are left out by the source. */
  labels: string[]
  /** Whether it still answers the campaign (an edit may have dropped the tag). */
  isMatch: boolean
}

/** Posts that one worker asks the network about, nobody else meanwhile. */
export interface CheckClaim {
  /** Another one at every claim. */
  token: string
  network: string
  due: { uri: string; authorId: string; isAway: boolean; cid: string; attempts: number }[]
}

export interface QueueQuery {
  campaignId: number
  standing: PostStanding
  /** Number of a takeaway, null for unfiled, undefined for all. */
  takeaway?: number | null | undefined
  after?: string | undefined
  limit: number
}

export interface SearchQuery {
  campaignId: number
  /** Words that must all occur (the last one may be a beginning); empty finds everything. */
  words: string
  takeaway?: number | null | undefined
  standing?: PostStanding | undefined
  after?: string | undefined
  limit: number
}

export interface Page {
  posts: Post[]
  next: string | null
}

export interface DecisionOutcome {
  post: Post
  /** Null when it stood so already. */
  decision: Decision | null
}

export interface TakeawayCount {
  takeaway: number | null
  posts: number
  shown: number
  authors: number
  pending: number
}

export interface Overview {
  totals: {
    posts: number
    authors: number
    pending: number
    approved: number
    rejected: number
    stashed: number
    shown: number
    oldestPendingAt: number | null
  }
  perTakeaway: TakeawayCount[]
  /** `day` is an ISO date in the asked offset (to a quarter of an hour); days without posts are left out. */
  perDay: { day: string; takeaway: number | null; posts: number }[]
}

export interface JobCursor {
  version: string
  /** Everything up to it is done. */
  seq: number
}

export type Role = 'admin' | 'moderator'

export interface SaveCampaignOptions {
  /** By id of a takeaway that the file no longer has, that of the one its posts go to; null for unfiled. */
  moves?: ReadonlyMap<number, number | null>
  /** What was there when the difference was looked at. */
  seen?: CampaignContent
  /** A campaign that is there already is kept as it is. */
  isOnlyNew?: boolean
}

/**
 * Everything the product keeps, in domain verbs, each one transaction and durable when its promise resolves.
 * All times are epoch ms. Faults of the database come out as AppError `unavailable` (away, locked, full) or
 * `internal`.
 */
export interface Store extends FilingStore, IdeaStore {
  // Campaigns
  /**
   * Makes the campaign, or brings its content up to the file's; says which. Writes `campaign_changed` when it
   * changed, and `post_filed` for each post whose takeaway is removed by it. Throws `invalid` when such posts
   * are not told where to go, or an id is used again, and `conflict` when the campaign is not as it was seen.
   */
  saveCampaign(
    file: CampaignFile,
    options?: SaveCampaignOptions,
  ): Promise<{ campaign: Campaign; outcome: 'created' | 'changed' | 'same' | 'kept' }>
  /**
   * What `saveCampaign` would find and do: the campaign as it stands, as it would be, and how many posts lose
   * their takeaway.
   */
  compareCampaign(file: CampaignFile): Promise<{
    stored: CampaignContent | null
    content: CampaignContent
    removed: (Takeaway & { posts: number })[]
  }>
  /**
   * Releases the takeaways whose day has begun, and takes back those whose day has not, with the posts under
   * them: each change comes with `campaign_changed`. Answers in how many ms the next one is due, by the clock
   * that counts; null when none waits. Throws `not_found`.
   */
  settleReleases(campaignId: number): Promise<{ nextInMs: number | null }>
  /** Ends a campaign, or takes it up again; a change comes with `campaign_changed`. Throws `not_found`. */
  archiveCampaign(slug: string, isArchived: boolean): Promise<Campaign>
  listCampaigns(): Promise<Campaign[]>
  /** Throws `not_found`. */
  getCampaign(slug: string): Promise<Campaign>

  // Sources
  /**
   * Finds the campaign's source of this kind and name, or makes it; settings and network are brought up to
   * date. No credentials. Another network comes with `campaign_changed`.
   */
  ensureSource(
    campaignId: number,
    kind: string,
    settings: unknown,
    more?: { name?: string; network?: Network },
  ): Promise<SourceRow>
  listSources(campaignId?: number): Promise<SourceRow[]>
  /** What the sources' networks are to people, by the name that posts carry. */
  listNetworks(): Promise<Networks>
  /**
   * `fence`, wherever it is given: throws `conflict` when another worker has led the source since (see
   * `leadSource`).
   */
  saveSourceStatus(sourceId: number, status: SourceStatus, fence?: number): Promise<void>
  /**
   * Makes `owner` (a name no other worker has) the source's leader for `ttlMs`, unless somebody else leads
   * it; who is known to be gone, by `isGone`, does not count. Answers the leader's fence. Throws `not_found`.
   */
  leadSource(
    sourceId: number,
    owner: string,
    ttlMs: number,
    isGone?: (owner: string) => boolean,
  ): Promise<number | undefined>
  /** Leads for `ttlMs` from now; false when another one leads by now. */
  renewLead(sourceId: number, fence: number, ttlMs: number): Promise<boolean>
  /** Lets another one lead at once. */
  releaseLead(sourceId: number, fence: number): Promise<void>
  /**
   * Ids of the posts (uris) or authors known of a network, so that a source can tell which news concern us:
   * in an order of the database, at most 10,000, those after `after`.
   */
  listKnownIds(network: string, kind: 'post' | 'author', after?: string): Promise<string[]>

  // Posts
  /**
   * Stores what a source handed over and its cursor. Twice is the same as once. Older news never undo newer.
   */
  recordBatch(sourceId: number, batch: Batch, fence?: number): Promise<BatchResult>
  /**
   * Takes posts whose check with the network is due, longest due first. For `leaseMs` nobody else gets them,
   * then anybody: of all that ask at once each post goes to one. `owner` is the worker's name. What is due,
   * and when, goes by the database's clock; what is due in more than `recheckMs` (and an hour) is due now,
   * since a clock that was ahead put it there.
   */
  claimDueChecks(
    campaignId: number,
    network: string,
    options: { limit: number; leaseMs: number; owner: string; recheckMs?: number },
  ): Promise<CheckClaim>
  /** Holds for `leaseMs` from now what is still the claim's. */
  renewChecks(campaignId: number, claim: CheckClaim, leaseMs: number): Promise<void>
  /**
   * Gives back at once what workers claimed that are known to be gone, by `isGone` (which gets the owner's
   * name).
   */
  returnChecks(campaignId: number, network: string, isGone: (owner: string) => boolean): Promise<void>
  /**
   * Applies the network's word on posts of one campaign: confirms, edits (back to the queue if it was
   * approved), hides or removes them, and updates their authors everywhere. Sets when each is due again (soon
   * while it is unconfirmed or missing, else `recheckMs`). What is not found (or no longer answers) is hidden
   * at once and erased after some looks; in doubt, when many are not found, only after a week of looks.
   * `missing`: so many are hidden that the team should know; worked out when something is not found or is
   * hidden by the network, and with `countMissing` always. What the stream told of an author in the last ten
   * minutes is not undone. With a `claim`, which ends: posts that are not its own any more (its time ran out,
   * or the stream edited them) are left out with their authors (`lost`), and those without an answer are due
   * in a minute.
   */
  recordVerifications(
    campaignId: number,
    verifications: Verification[],
    authors: AuthorChange[],
    options: { now: number; recheckMs: number; claim?: CheckClaim; countMissing?: boolean },
  ): Promise<{
    confirmed: number
    hidden: number
    changed: number
    lost: number
    missing?: { posts: number; of: number } | undefined
  }>
  /** The network could not be asked: what is still the claim's is anybody's in `waitMs`. */
  postponeChecks(campaignId: number, claim: CheckClaim, waitMs: number): Promise<void>

  // The wall
  /**
   * The newest `perTakeaway` shown posts of each takeaway (and unfiled), newest first, and the log's place.
   */
  readWall(
    campaignId: number,
    perTakeaway: number,
  ): Promise<{ seq: number; posts: Post[]; counts: Record<string, number> }>
  listShown(
    campaignId: number,
    takeaway: number | null,
    before: string | undefined,
    limit: number,
  ): Promise<Page>
  countShown(campaignId: number): Promise<Record<string, number>>

  // The log
  lastSeq(campaignId: number): Promise<number>
  eventsAfter(campaignId: number, seq: number, limit: number): Promise<LogEvent[]>
  /**
   * The newest `limit` events that satisfy `isPublic` (or all), oldest first: to fill a ring after a start.
   */
  latestEvents(campaignId: number, limit: number, options?: { publicOnly?: boolean }): Promise<LogEvent[]>
  /** In no particular order; ids that do not exist are left out. */
  findPosts(ids: number[]): Promise<Post[]>
  /**
   * Calls back soon (≤ 50 ms) after any process committed something, until the signal aborts. It only wakes:
   * read what is new.
   */
  watch(onNews: () => void, signal: AbortSignal): void

  /**
   * How far a job has come in the log, and by which version of itself; undefined before it was ever there.
   */
  readJobCursor(campaignId: number, job: string): Promise<JobCursor | undefined>
  /** Of the same version it only goes forward. */
  saveJobCursor(campaignId: number, job: string, cursor: JobCursor): Promise<void>

  // Moderators
  listQueue(query: QueueQuery): Promise<Page>
  countStandings(campaignId: number): Promise<Record<PostStanding, number>>
  /** Waiting posts that stand under each takeaway as a proposal; those without any are left out. */
  countProposals(campaignId: number): Promise<Map<number, number>>
  /**
   * `takeaway` files it in the same step; `proposed` takes that proposal with the decision: the one that was
   * shown. Throws `conflict` when the post changed since `version` or another takeaway is proposed by now
   * (unless it stands so already), `not_found`, or `invalid` for a takeaway that does not exist.
   */
  decide(order: {
    campaignId: number
    postId: number
    version: number
    standing: PostStanding
    takeaway?: number | null | undefined
    proposed?: number | undefined
    actor: Actor
  }): Promise<DecisionOutcome>
  /** Puts it under another takeaway, by a moderator's word. Throws as `decide`. */
  refile(order: {
    campaignId: number
    postId: number
    version: number
    takeaway: number | null
    actor: Actor
  }): Promise<DecisionOutcome>
  /** Takes a decision back, whoever's it was. Throws `conflict` when the post changed since then. */
  undo(order: { campaignId: number; decisionId: number; actor: Actor }): Promise<DecisionOutcome>
  listDecisions(campaignId: number, postId: number): Promise<Decision[]>

  // The team
  readOverview(campaignId: number, options: { since: number; offsetMinutes: number }): Promise<Overview>
  /** `total` is at most 1,000; `isMore`: there are more than that. */
  searchPosts(query: SearchQuery): Promise<Page & { total: number; isMore: boolean }>

  // Screens in rooms
  /**
   * They are on; of one that is told twice the last counts. The names are texts of strangers; the list is
   * bounded, and who is not heard of for a week leaves it.
   */
  noteScreens(campaignId: number, screens: readonly NewScreen[]): Promise<void>
  /** By name; those that any node serves, and those of the last days that are off. */
  listScreens(campaignId: number): Promise<Screen[]>

  // Media: ids are ours, addresses the network's
  /** `isShown` tells whether its post is on the public wall now. */
  findMedia(id: number): Promise<(Media & { isShown: boolean }) | undefined>
  /** `isShown` tells whether any post of the author is on the public wall now. */
  findAvatar(authorId: number): Promise<{ url: string; isShown: boolean } | undefined>

  // People who sign in
  countAdmins(): Promise<number>
  /**
   * Keeps the hash only; throws `conflict` for one that was made before. Any number `isFirstAdmin`: each node
   * shows one of its own.
   */
  createInvitation(invitation: {
    tokenHash: string
    role: Role
    expiresAt: number
    isFirstAdmin: boolean
  }): Promise<void>
  findInvitation(tokenHash: string, now: number): Promise<{ role: Role } | undefined>
  /**
   * Uses it up and makes the user with a password, and with `session` a session of theirs, at once; with one
   * `isFirstAdmin` all of those are used up. Throws `not_found` (used, expired, there is an administrator
   * already), `conflict` (e-mail taken).
   */
  acceptInvitation(order: {
    tokenHash: string
    now: number
    name: string
    email: string
    passwordHash: string
    session?: { token: string; expiresAt: number }
  }): Promise<{ userId: string; role: Role }>
  /**
   * Counts a try of what may be tried `max` times within `windowMs` of the first, by the database's clock.
   * Answers how many ms are left to wait when there were as many already.
   */
  countTry(key: string, limit: { max: number; windowMs: number }): Promise<number | undefined>
  forgetTries(key: string): Promise<void>
  /** One try less. */
  takeBackTry(key: string): Promise<void>
  /**
   * Of these sessions those that are not over: nobody signed out, their user is still there, and so is their
   * time.
   */
  listValidSessions(ids: readonly string[]): Promise<string[]>
  /** What sessions are signed with: of all that was ever proposed the first, for every node the same. */
  keepSecret(proposed: string): Promise<string>
  /** A name for this database that no other has: of all that was ever proposed the first. */
  keepMark(proposed: string): Promise<string>
  /** Notes what the secret in use looks like; answers what was noted before. */
  noteSecret(fingerprint: string): Promise<string | undefined>

  /**
   * Takes `amount` from what may be spent this month (UTC); false, and nothing taken, when that would be more
   * than `limit`. All that ask spend from the same.
   */
  spend(amount: number, limit: number): Promise<boolean>

  /** Throws `unavailable` when the database can't be written. */
  checkWritable(): Promise<void>
  close(): Promise<void>
}

export type { Filing, Placement }
