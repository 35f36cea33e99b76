// The same tables as SQLite has them; `tests/db/tables.test.ts` holds both against each other.
import {
  customType,
  foreignKey,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type { AuthorStanding, AuthorWishes } from '../model/author.ts'
import type { CampaignContent } from '../model/campaign.ts'
import type { DecisionKind, Placement } from '../model/decision.ts'
import type { EventKind } from '../model/event.ts'
import type { CampaignSeeds } from '../model/filing/campaign-seeds.ts'
import type { FiledBy, Near, Signal, Suggestion } from '../model/filing/filing.ts'
import type { FilingState } from '../model/filing/filing-state.ts'
import type { SecondOpinion } from '../model/filing/second-opinion.ts'
import type { IdeaBy, IdeaChangeKind, IdeaSnapshot } from '../model/idea.ts'
import type { Network } from '../model/network.ts'
import type { Card, Segment } from '../model/post.ts'
import type { CheckWord } from '../model/screening.ts'
import type { SourceStatus } from '../model/source.ts'
import type { PostStanding } from '../model/standing.ts'
import type { Tallied } from '../model/tally.ts'
import type { HiddenWhy, RemovedWhy } from '../model/visibility.ts'

/** Epoch ms. */
const ms = (name: string) => integer(name)
const json = (name: string) => text(name, { mode: 'json' })
const boolean = (name: string) => integer(name, { mode: 'boolean' })
const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'blob' })

export const campaign = sqliteTable('campaign', {
  id: integer('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  content: json('content').$type<CampaignContent>().notNull(),
  /** Ids of takeaways that the public does not see yet, as the log last told; see `settleReleases`. */
  unreleased: json('unreleased').$type<number[]>().notNull().default([]),
  /** The highest id that a takeaway of it ever had. */
  lastTakeaway: integer('last_takeaway').notNull().default(0),
  createdAt: ms('created_at').notNull(),
  /** Since when it is over; null: it goes on. */
  archivedAt: ms('archived_at'),
})

/** Where a campaign's log ends: the last event's place. */
export const logHead = sqliteTable('log_head', {
  campaignId: integer('campaign_id')
    .primaryKey()
    .references(() => campaign.id),
  seq: integer('seq').notNull(),
})

/** Ids of the takeaways that a campaign has; all else of them stands in its content. */
export const takeaway = sqliteTable(
  'takeaway',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaign.id),
    takeawayId: integer('takeaway_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.takeawayId] })],
)

export const source = sqliteTable(
  'source',
  {
    id: integer('id').primaryKey(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaign.id),
    kind: text('kind').notNull(),
    /** Tells several of a kind apart. */
    name: text('name').notNull().default(''),
    /** Null until a worker that knows this kind has started. */
    network: json('network').$type<Network>(),
    settings: json('settings').$type<unknown>().notNull(),
    cursor: text('cursor'),
    status: json('status').$type<SourceStatus>().notNull(),
    statusAt: ms('status_at'),
    /** The worker that leads it. */
    owner: text('owner'),
    /** Rises with every leader: what an earlier one writes is refused. */
    fence: integer('fence').notNull().default(0),
    leadEndsAt: ms('lead_ends_at'),
  },
  (table) => [uniqueIndex('source_name').on(table.campaignId, table.kind, table.name)],
)

export const author = sqliteTable(
  'author',
  {
    id: integer('id').primaryKey(),
    network: text('network').notNull(),
    networkId: text('network_id').notNull(),
    handle: text('handle'),
    displayName: text('display_name'),
    avatarUrl: text('avatar_url'),
    /** Folded names, for search only. */
    words: text('words').notNull().default(''),
    standing: text('standing').$type<AuthorStanding>().notNull(),
    wishes: text('wishes').$type<AuthorWishes>().notNull(),
    labels: json('labels').$type<string[]>().notNull(),
    verifiedAt: ms('verified_at'),
    /**
     * When the stream last closed it or told of its opt-out, by the database's clock; null when it took that
     * back.
     */
    closedAt: ms('closed_at'),
    optedOutAt: ms('opted_out_at'),
  },
  (table) => [uniqueIndex('author_network_id').on(table.network, table.networkId)],
)

export const post = sqliteTable(
  'post',
  {
    id: integer('id').primaryKey(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaign.id),
    sourceId: integer('source_id')
      .notNull()
      .references(() => source.id),
    authorId: integer('author_id')
      .notNull()
      .references(() => author.id),
    network: text('network').notNull(),
    uri: text('uri').notNull(),
    cid: text('cid').notNull(),
    rev: text('rev'),
    text: text('text').notNull(),
    body: json('body').$type<Segment[]>().notNull(),
    /** Folded words, for search only. */
    words: text('words').notNull(),
    lang: text('lang'),
    link: text('link').notNull(),
    card: json('card').$type<Card | null>(),
    quote: json('quote').$type<{ href: string } | null>(),
    selfLabels: json('self_labels').$type<string[]>().notNull(),
    checks: json('checks').$type<CheckWord[]>().notNull().default([]),
    labels: json('labels').$type<string[]>().notNull(),
    createdAt: ms('created_at').notNull(),
    sortAt: ms('sort_at').notNull(),
    receivedAt: ms('received_at').notNull(),
    editedAt: ms('edited_at'),
    standing: text('standing').$type<PostStanding>().notNull(),
    /** When its standing last changed. */
    stoodAt: ms('stood_at').notNull(),
    version: integer('version').notNull(),
    removedWhy: text('removed_why').$type<RemovedWhy>(),
    hiddenWhy: text('hidden_why').$type<HiddenWhy>(),
    verifiedCid: text('verified_cid'),
    /** When the network is asked next; null when never again. */
    checkAt: ms('check_at'),
    checkAttempts: integer('check_attempts').notNull(),
    /** The look-up that is under way, and until when nobody else begins one, by the database's clock. */
    checkClaim: text('check_claim'),
    checkClaimEndsAt: ms('check_claim_ends_at'),
    takeaway: integer('takeaway'),
    filedBy: text('filed_by').$type<FiledBy>(),
    filingConfidence: real('filing_confidence').notNull(),
    filingReason: text('filing_reason').notNull(),
    suggestions: json('suggestions').$type<Suggestion[]>().notNull(),
    /** The takeaway that its words propose, whatever became of it since; see `findProposal`. */
    proposed: integer('proposed'),
    /** What the rules saw when it came, and what it is tied to, so that it can be filed anew. */
    signals: json('signals').$type<Signal[]>().notNull().default([]),
    replyTo: text('reply_to'),
    replyRoot: text('reply_root'),
    quoteOf: text('quote_of'),
    near: json('near').$type<Near[]>().notNull().default([]),
    /** Null while no language model was asked. */
    secondOpinion: json('second_opinion').$type<SecondOpinion>(),
    /** The text model that looked at it last. */
    filedWith: text('filed_with'),
    /** The filing that is under way, and until when nobody else begins one, by the database's clock. */
    filingClaim: text('filing_claim'),
    filingClaimEndsAt: ms('filing_claim_ends_at'),
  },
  (table) => [
    uniqueIndex('post_uri').on(table.campaignId, table.uri),
    foreignKey({
      columns: [table.campaignId, table.takeaway],
      foreignColumns: [takeaway.campaignId, takeaway.takeawayId],
    }),
  ],
)

export const media = sqliteTable('media', {
  id: integer('id').primaryKey(),
  postId: integer('post_id')
    .notNull()
    .references(() => post.id),
  position: integer('position').notNull(),
  kind: text('kind').$type<'image' | 'video'>().notNull(),
  url: text('url').notNull(),
  alt: text('alt').notNull(),
  width: integer('width'),
  height: integer('height'),
})

/** What is counted as posts come and change; see `store/lists/tally.ts`. */
export const tally = sqliteTable(
  'tally',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaign.id),
    what: text('what').$type<Tallied>().notNull(),
    /** Quarters of an hour since the epoch; 0 for what is counted at any time. */
    quarter: integer('quarter').notNull(),
    /** 0 is unfiled. */
    takeaway: integer('takeaway').notNull(),
    number: integer('number').notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.quarter, table.what, table.takeaway] })],
)

/** What was taken away, so that a replayed older version can't bring it back. */
export const removal = sqliteTable(
  'removal',
  {
    network: text('network').notNull(),
    uri: text('uri').notNull(),
    rev: text('rev'),
    at: ms('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.network, table.uri] })],
)

export const decision = sqliteTable('decision', {
  id: integer('id').primaryKey(),
  campaignId: integer('campaign_id')
    .notNull()
    .references(() => campaign.id),
  postId: integer('post_id')
    .notNull()
    .references(() => post.id),
  kind: text('kind').$type<DecisionKind>().notNull(),
  userId: text('user_id').references(() => user.id),
  at: ms('at').notNull(),
  before: json('before').$type<Placement>().notNull(),
  after: json('after').$type<Placement>().notNull(),
  /** The post's version right after it: another one means somebody changed it since. */
  version: integer('version').notNull(),
})

/** What the text model of a campaign is, as of the last fit. Who has the lease says so. */
export const filingState = sqliteTable('filing_state', {
  campaignId: integer('campaign_id')
    .primaryKey()
    .references(() => campaign.id),
  state: json('state').$type<FilingState>(),
  fittedAt: ms('fitted_at'),
  /** What posts are to be filed anew with. */
  model: text('model'),
  owner: text('owner'),
  leaseEndsAt: ms('lease_ends_at'),
})

/** Seeds as the team edited them; without a row the shipped ones are in use. */
export const filingSeeds = sqliteTable('filing_seeds', {
  campaignId: integer('campaign_id')
    .primaryKey()
    .references(() => campaign.id),
  seeds: json('seeds').$type<CampaignSeeds>().notNull(),
  savedAt: ms('saved_at').notNull(),
  userId: text('user_id').references(() => user.id),
  version: integer('version').notNull(),
})

/** Sentence vectors of posts' words; each encoder has its own. */
export const embedding = sqliteTable(
  'embedding',
  {
    postId: integer('post_id')
      .notNull()
      .references(() => post.id),
    encoder: text('encoder').notNull(),
    vector: bytes('vector').notNull(),
  },
  (table) => [primaryKey({ columns: [table.postId, table.encoder] })],
)

/**
 * Like ideas under one takeaway. A person's are kept as they are; the others are made anew as ideas come and
 * go.
 */
export const ideaGroup = sqliteTable('idea_group', {
  id: integer('id').primaryKey(),
  campaignId: integer('campaign_id')
    .notNull()
    .references(() => campaign.id),
  takeaway: integer('takeaway'),
  /** Empty while it has none. */
  name: text('name').notNull(),
  namedBy: text('named_by').$type<'moderator'>(),
  /** The post whose own words the name is: it goes when these go. */
  namePostId: integer('name_post_id'),
  isKept: boolean('is_kept').notNull(),
  createdAt: ms('created_at').notNull(),
})

/** What a post was read to propose and support. */
export const idea = sqliteTable('idea', {
  postId: integer('post_id')
    .primaryKey()
    .references(() => post.id),
  campaignId: integer('campaign_id')
    .notNull()
    .references(() => campaign.id),
  /** The model, version of the words and takeaway that it was read with. */
  readAs: text('read_as').notNull(),
  isIdea: boolean('is_idea').notNull(),
  ideaConfidence: real('idea_confidence').notNull(),
  ideaBy: text('idea_by').$type<IdeaBy>().notNull(),
  action: integer('action'),
  actionConfidence: real('action_confidence').notNull(),
  actionBy: text('action_by').$type<IdeaBy>().notNull(),
  groupId: integer('group_id').references(() => ideaGroup.id),
  /** A person put it where it is. */
  isHeld: boolean('is_held').notNull(),
})

/** What people changed about ideas by hand, and how things stood before. */
export const ideaChange = sqliteTable('idea_change', {
  id: integer('id').primaryKey(),
  campaignId: integer('campaign_id')
    .notNull()
    .references(() => campaign.id),
  userId: text('user_id')
    .notNull()
    .references(() => user.id),
  kind: text('kind').$type<IdeaChangeKind>().notNull(),
  at: ms('at').notNull(),
  before: json('before').$type<IdeaSnapshot>().notNull(),
  /** Groups that it made. */
  made: json('made').$type<number[]>().notNull(),
  undoneAt: ms('undone_at'),
})

export const event = sqliteTable(
  'event',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaign.id),
    seq: integer('seq').notNull(),
    kind: text('kind').$type<EventKind>().notNull(),
    postId: integer('post_id'),
    isPublic: boolean('is_public').notNull(),
    at: ms('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.seq] })],
)

/** Screens in rooms, as the nodes that serve them tell. */
export const screen = sqliteTable(
  'screen',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaign.id),
    id: text('id').notNull(),
    name: text('name').notNull(),
    sinceAt: ms('since_at').notNull(),
    seenAt: ms('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.id] })],
)

/** How far in a campaign's log a job has come. */
export const jobCursor = sqliteTable(
  'job_cursor',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaign.id),
    job: text('job').notNull(),
    version: text('version').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.job] })],
)

export const invitation = sqliteTable('invitation', {
  tokenHash: text('token_hash').primaryKey(),
  role: text('role').$type<'admin' | 'moderator'>().notNull(),
  isFirstAdmin: boolean('is_first_admin').notNull(),
  expiresAt: ms('expires_at').notNull(),
  usedAt: ms('used_at'),
})

/** What the nodes of one installation have to agree on (see store/secret.ts). */
export const setting = sqliteTable('setting', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
})

// The five below are better-auth's own; names and types as its Drizzle adapter expects them.
const moment = (name: string) => integer(name, { mode: 'timestamp_ms' })

export const user = sqliteTable('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull(),
  image: text('image'),
  role: text('role').$type<'admin' | 'moderator'>().notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
})

export const session = sqliteTable('session', {
  id: text('id').primaryKey(),
  userId: text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' }),
  token: text('token').notNull().unique(),
  expiresAt: moment('expires_at').notNull(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
})

export const account = sqliteTable('account', {
  id: text('id').primaryKey(),
  userId: text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' }),
  accountId: text('account_id').notNull(),
  providerId: text('provider_id').notNull(),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: moment('access_token_expires_at'),
  refreshTokenExpiresAt: moment('refresh_token_expires_at'),
  scope: text('scope'),
  password: text('password'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
})

export const verification = sqliteTable('verification', {
  id: text('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: moment('expires_at').notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
})

export const rateLimit = sqliteTable('rate_limit', {
  id: text('id').primaryKey(),
  key: text('key').notNull().unique(),
  count: integer('count').notNull(),
  lastRequest: integer('last_request').notNull(),
})
