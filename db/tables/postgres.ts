// The tables as PostgreSQL has them. They are also the types the store is written against: see
// engines/engine.ts.
import {
  bigint,
  bigserial,
  boolean,
  customType,
  doublePrecision,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
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
const ms = (name: string) => bigint(name, { mode: 'number' })
const id = () => bigserial('id', { mode: 'number' }).primaryKey()
/** Another row's id. Wide, so that any id that comes from outside is one that is not there, and no fault. */
const ref = (name: string) => bigint(name, { mode: 'number' })
const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

export const campaign = pgTable('campaign', {
  id: id(),
  slug: text('slug').notNull().unique(),
  content: jsonb('content').$type<CampaignContent>().notNull(),
  /** Ids of takeaways that the public does not see yet, as the log last told; see `settleReleases`. */
  unreleased: jsonb('unreleased').$type<number[]>().notNull().default([]),
  /** The highest id that a takeaway of it ever had. */
  lastTakeaway: integer('last_takeaway').notNull().default(0),
  createdAt: ms('created_at').notNull(),
  /** Since when it is over; null: it goes on. */
  archivedAt: ms('archived_at'),
})

/** Where a campaign's log ends: the last event's place. */
export const logHead = pgTable('log_head', {
  campaignId: ref('campaign_id')
    .primaryKey()
    .references(() => campaign.id),
  seq: bigint('seq', { mode: 'number' }).notNull(),
})

/** Ids of the takeaways that a campaign has; all else of them stands in its content. */
export const takeaway = pgTable(
  'takeaway',
  {
    campaignId: ref('campaign_id')
      .notNull()
      .references(() => campaign.id),
    takeawayId: integer('takeaway_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.takeawayId] })],
)

export const source = pgTable(
  'source',
  {
    id: id(),
    campaignId: ref('campaign_id')
      .notNull()
      .references(() => campaign.id),
    kind: text('kind').notNull(),
    /** Tells several of a kind apart. */
    name: text('name').notNull().default(''),
    /** Null until a worker that knows this kind has started. */
    network: jsonb('network').$type<Network>(),
    settings: jsonb('settings').$type<unknown>().notNull(),
    cursor: text('cursor'),
    status: jsonb('status').$type<SourceStatus>().notNull(),
    statusAt: ms('status_at'),
    /** The worker that leads it. */
    owner: text('owner'),
    /** Rises with every leader: what an earlier one writes is refused. */
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
    leadEndsAt: ms('lead_ends_at'),
  },
  (table) => [uniqueIndex('source_name').on(table.campaignId, table.kind, table.name)],
)

export const author = pgTable(
  'author',
  {
    id: id(),
    network: text('network').notNull(),
    networkId: text('network_id').notNull(),
    handle: text('handle'),
    displayName: text('display_name'),
    avatarUrl: text('avatar_url'),
    /** Folded names, for search only. */
    words: text('words').notNull().default(''),
    standing: text('standing').$type<AuthorStanding>().notNull(),
    wishes: text('wishes').$type<AuthorWishes>().notNull(),
    labels: jsonb('labels').$type<string[]>().notNull(),
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

export const post = pgTable(
  'post',
  {
    id: id(),
    campaignId: ref('campaign_id')
      .notNull()
      .references(() => campaign.id),
    sourceId: ref('source_id')
      .notNull()
      .references(() => source.id),
    authorId: ref('author_id')
      .notNull()
      .references(() => author.id),
    network: text('network').notNull(),
    uri: text('uri').notNull(),
    cid: text('cid').notNull(),
    rev: text('rev'),
    text: text('text').notNull(),
    body: jsonb('body').$type<Segment[]>().notNull(),
    /** Folded words, for search only. */
    words: text('words').notNull(),
    lang: text('lang'),
    link: text('link').notNull(),
    card: jsonb('card').$type<Card | null>(),
    quote: jsonb('quote').$type<{ href: string } | null>(),
    selfLabels: jsonb('self_labels').$type<string[]>().notNull(),
    checks: jsonb('checks').$type<CheckWord[]>().notNull().default([]),
    labels: jsonb('labels').$type<string[]>().notNull(),
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
    filingConfidence: doublePrecision('filing_confidence').notNull(),
    filingReason: text('filing_reason').notNull(),
    suggestions: jsonb('suggestions').$type<Suggestion[]>().notNull(),
    /** The takeaway that its words propose, whatever became of it since; see `findProposal`. */
    proposed: integer('proposed'),
    /** What the rules saw when it came, and what it is tied to, so that it can be filed anew. */
    signals: jsonb('signals').$type<Signal[]>().notNull().default([]),
    replyTo: text('reply_to'),
    replyRoot: text('reply_root'),
    quoteOf: text('quote_of'),
    near: jsonb('near').$type<Near[]>().notNull().default([]),
    /** Null while no language model was asked. */
    secondOpinion: jsonb('second_opinion').$type<SecondOpinion>(),
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

export const media = pgTable('media', {
  id: id(),
  postId: ref('post_id')
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
export const tally = pgTable(
  'tally',
  {
    campaignId: ref('campaign_id')
      .notNull()
      .references(() => campaign.id),
    what: text('what').$type<Tallied>().notNull(),
    /** Quarters of an hour since the epoch; 0 for what is counted at any time. */
    quarter: bigint('quarter', { mode: 'number' }).notNull(),
    /** 0 is unfiled. */
    takeaway: integer('takeaway').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.quarter, table.what, table.takeaway] })],
)

/** What was taken away, so that a replayed older version can't bring it back. */
export const removal = pgTable(
  'removal',
  {
    network: text('network').notNull(),
    uri: text('uri').notNull(),
    rev: text('rev'),
    at: ms('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.network, table.uri] })],
)

export const decision = pgTable('decision', {
  id: id(),
  campaignId: ref('campaign_id')
    .notNull()
    .references(() => campaign.id),
  postId: ref('post_id')
    .notNull()
    .references(() => post.id),
  kind: text('kind').$type<DecisionKind>().notNull(),
  userId: text('user_id').references(() => user.id),
  at: ms('at').notNull(),
  before: jsonb('before').$type<Placement>().notNull(),
  after: jsonb('after').$type<Placement>().notNull(),
  /** The post's version right after it: another one means somebody changed it since. */
  version: integer('version').notNull(),
})

/** What the text model of a campaign is, as of the last fit. Who has the lease says so. */
export const filingState = pgTable('filing_state', {
  campaignId: ref('campaign_id')
    .primaryKey()
    .references(() => campaign.id),
  state: jsonb('state').$type<FilingState>(),
  fittedAt: ms('fitted_at'),
  /** What posts are to be filed anew with. */
  model: text('model'),
  owner: text('owner'),
  leaseEndsAt: ms('lease_ends_at'),
})

/** Seeds as the team edited them; without a row the shipped ones are in use. */
export const filingSeeds = pgTable('filing_seeds', {
  campaignId: ref('campaign_id')
    .primaryKey()
    .references(() => campaign.id),
  seeds: jsonb('seeds').$type<CampaignSeeds>().notNull(),
  savedAt: ms('saved_at').notNull(),
  userId: text('user_id').references(() => user.id),
  version: integer('version').notNull(),
})

/** Sentence vectors of posts' words; each encoder has its own. */
export const embedding = pgTable(
  'embedding',
  {
    postId: ref('post_id')
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
export const ideaGroup = pgTable('idea_group', {
  id: id(),
  campaignId: ref('campaign_id')
    .notNull()
    .references(() => campaign.id),
  takeaway: integer('takeaway'),
  /** Empty while it has none. */
  name: text('name').notNull(),
  namedBy: text('named_by').$type<'moderator'>(),
  /** The post whose own words the name is: it goes when these go. */
  namePostId: ref('name_post_id'),
  isKept: boolean('is_kept').notNull(),
  createdAt: ms('created_at').notNull(),
})

/** What a post was read to propose and support. */
export const idea = pgTable('idea', {
  postId: ref('post_id')
    .primaryKey()
    .references(() => post.id),
  campaignId: ref('campaign_id')
    .notNull()
    .references(() => campaign.id),
  /** The model, version of the words and takeaway that it was read with. */
  readAs: text('read_as').notNull(),
  isIdea: boolean('is_idea').notNull(),
  ideaConfidence: doublePrecision('idea_confidence').notNull(),
  ideaBy: text('idea_by').$type<IdeaBy>().notNull(),
  action: integer('action'),
  actionConfidence: doublePrecision('action_confidence').notNull(),
  actionBy: text('action_by').$type<IdeaBy>().notNull(),
  groupId: ref('group_id').references(() => ideaGroup.id),
  /** A person put it where it is. */
  isHeld: boolean('is_held').notNull(),
})

/** What people changed about ideas by hand, and how things stood before. */
export const ideaChange = pgTable('idea_change', {
  id: id(),
  campaignId: ref('campaign_id')
    .notNull()
    .references(() => campaign.id),
  userId: text('user_id')
    .notNull()
    .references(() => user.id),
  kind: text('kind').$type<IdeaChangeKind>().notNull(),
  at: ms('at').notNull(),
  before: jsonb('before').$type<IdeaSnapshot>().notNull(),
  /** Groups that it made. */
  made: jsonb('made').$type<number[]>().notNull(),
  undoneAt: ms('undone_at'),
})

export const event = pgTable(
  'event',
  {
    campaignId: ref('campaign_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    kind: text('kind').$type<EventKind>().notNull(),
    postId: ref('post_id'),
    isPublic: boolean('is_public').notNull(),
    at: ms('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.seq] })],
)

/** Screens in rooms, as the nodes that serve them tell. */
export const screen = pgTable(
  'screen',
  {
    campaignId: ref('campaign_id')
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
export const jobCursor = pgTable(
  'job_cursor',
  {
    campaignId: ref('campaign_id')
      .notNull()
      .references(() => campaign.id),
    job: text('job').notNull(),
    version: text('version').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.job] })],
)

export const invitation = pgTable('invitation', {
  tokenHash: text('token_hash').primaryKey(),
  role: text('role').$type<'admin' | 'moderator'>().notNull(),
  isFirstAdmin: boolean('is_first_admin').notNull(),
  expiresAt: ms('expires_at').notNull(),
  usedAt: ms('used_at'),
})

/** What the nodes of one installation have to agree on (see store/secret.ts). */
export const setting = pgTable('setting', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
})

// The five below are better-auth's own; names and types as its Drizzle adapter expects them.
const moment = (name: string) => timestamp(name, { mode: 'date', withTimezone: true, precision: 3 })

export const user = pgTable('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull(),
  image: text('image'),
  role: text('role').$type<'admin' | 'moderator'>().notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
})

export const session = pgTable('session', {
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

export const account = pgTable('account', {
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

export const verification = pgTable('verification', {
  id: text('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: moment('expires_at').notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
})

export const rateLimit = pgTable('rate_limit', {
  id: text('id').primaryKey(),
  key: text('key').notNull().unique(),
  count: integer('count').notNull(),
  lastRequest: bigint('last_request', { mode: 'number' }).notNull(),
})
