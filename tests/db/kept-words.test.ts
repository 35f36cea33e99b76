// Every column that holds text says here what happens to it when the author of a post takes it back or rewrites it. A
// new column fails until it stands in this list; what is `erased` is proven by `tests/contracts/erasure.ts`.
import * as postgres from '@wall/db/tables/postgres'
import * as sqlite from '@wall/db/tables/sqlite'
import { type Column, getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, test } from 'vitest'
import { erasedColumns } from '../contracts/erased-columns.ts'

/** Why these may stay. */
const kept = {
  'names a thing of ours, or of the network': [
    ...[
      'campaign.slug',
      'takeaway.slug',
      'source.kind',
      'author.network',
      'author.network_id',
      'post.network',
    ],
    ...[
      'media.kind',
      'removal.network',
      'decision.kind',
      'event.kind',
      'idea_change.kind',
      'embedding.encoder',
    ],
  ],
  'names a post or a version of it, so that a copy of what was taken back is recognised': [
    ...['post.uri', 'post.cid', 'post.rev', 'post.verified_cid', 'removal.uri', 'removal.rev'],
    // The model, the version and the place; it goes with the idea where a post is taken back.
    'idea.read_as',
  ],
  'one of a few words of ours': [
    ...['author.standing', 'author.wishes', 'post.standing', 'post.removed_why', 'post.hidden_why'],
    ...[
      'post.filed_by',
      'idea.idea_by',
      'idea.action_by',
      'idea_group.named_by',
      'invitation.role',
      'user.role',
    ],
  ],
  'written by the team or its campaign file': [
    ...['campaign.content', 'campaign.unreleased', 'takeaway.title', 'source.settings', 'idea_change.made'],
  ],
  'what the network says of an account': ['author.labels'],
  'of work that is under way': [
    ...['source.cursor', 'source.status', 'source.owner', 'post.check_claim', 'post.filing_claim'],
    ...['post.filed_with', 'filing_state.model', 'filing_state.owner', 'filing_state.state'],
  ],
  'of screens and nodes': ['screen.id', 'screen.name', 'setting.name', 'setting.value'],
  'of people who sign in': [
    ...['decision.user_id', 'filing_seeds.user_id', 'idea_change.user_id', 'invitation.token_hash'],
    ...['user.id', 'user.name', 'user.email', 'user.image', 'session.id', 'session.user_id', 'session.token'],
    ...['session.ip_address', 'session.user_agent', 'account.id', 'account.user_id', 'account.account_id'],
    ...['account.provider_id', 'account.access_token', 'account.refresh_token', 'account.id_token'],
    ...['account.scope', 'account.password', 'verification.id', 'verification.identifier'],
    ...['verification.value', 'rate_limit.id', 'rate_limit.key'],
  ],
}

test.each([
  ['SQLite', sqlite],
  ['PostgreSQL', postgres],
])('every column of text on %s is erased with the words, or may stay for a reason', (_, tables) => {
  const columns = Object.values<PgTable | SQLiteTable>(tables).flatMap((table) =>
    Object.values<Column>(getTableColumns(table))
      .filter(({ dataType }) => !['number', 'bigint', 'boolean', 'date'].includes(dataType))
      .map((column) => `${getTableName(table)}.${column.name}`),
  )
  expect([...erasedColumns, ...Object.values(kept).flat()].sort()).toEqual(columns.sort())
})
