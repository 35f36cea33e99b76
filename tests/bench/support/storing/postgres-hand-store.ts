import type { Batch } from '@wall/db/model/source'
import { foldWords } from '@wall/db/store/lists/fold-words'
import type pg from 'pg'

type Column = [name: string, type: string]

/**
 * What `Store.recordBatch` does for new posts, as somebody would write it for this one case on bare `pg`: the
 * same questions first (known posts, removals, authors), then the same rows, in one durable transaction,
 * every statement prepared.
 */
export function createPostgresHandStore(
  client: pg.Client,
  { campaignId, sourceId }: { campaignId: number; sourceId: number },
): (batch: Batch) => Promise<void> {
  const ask = async (name: string, text: string, values: unknown[]) =>
    (await client.query<Record<string, string>>({ name, text, values })).rows

  return async ({ posts, cursor }) => {
    const now = Date.now()
    const uris = posts.map(({ uri }) => uri)
    await client.query('BEGIN')
    await ask('lock', 'SELECT FROM log_head WHERE campaign_id = $1 FOR NO KEY UPDATE', [campaignId])
    await ask('cursor', 'UPDATE source SET cursor = $1 WHERE id = $2', [cursor, sourceId])
    const known = await ask('known', 'SELECT uri FROM post WHERE campaign_id = $1 AND uri = ANY($2)', [
      campaignId,
      uris,
    ])
    const removed = await ask(
      'removed',
      "SELECT uri FROM removal WHERE network = 'bluesky' AND uri = ANY($1)",
      [uris],
    )
    const old = new Set([...known, ...removed].map(({ uri }) => uri))
    const fresh = posts.filter(({ uri }) => !old.has(uri))
    const authors = await findAuthors([...new Set(fresh.map(({ authorId }) => authorId))])
    const rows = fresh.map((post) => {
      const { filing, media, card } = post
      const words = foldWords([post.text, card?.title ?? '', ...media.map(({ alt }) => alt)].join(' '))
      return [
        ...[
          campaignId,
          sourceId,
          authors.get(post.authorId),
          post.network,
          post.uri,
          post.cid,
          post.rev,
          post.text,
        ],
        ...[JSON.stringify(post.body), words, post.lang, post.link, JSON.stringify(post.selfLabels), '[]'],
        ...[post.createdAt, post.sortAt, now, 'pending', now, 1, 'unverified', now, 0],
        ...[filing.takeaway, filing.by, filing.confidence, filing.reason, JSON.stringify(filing.suggestions)],
      ]
    })
    const ids = (await ask('posts', postSql, toColumns(rows, postColumns))).map(({ id }) => Number(id))
    ids.sort((a, b) => a - b)
    const media = fresh.flatMap((post, index) =>
      post.media.map(({ kind, url, alt, width, height }, position) => [
        ...[ids[index], position, kind, url, alt, width, height],
      ]),
    )
    if (media.length > 0) await ask('media', mediaSql, toColumns(media, mediaColumns))
    const taken = await ask(
      'seq',
      'UPDATE log_head SET seq = seq + $1 WHERE campaign_id = $2 RETURNING seq',
      [ids.length, campaignId],
    )
    const first = Number(taken[0]?.seq) - ids.length + 1
    await ask('events', eventSql, [campaignId, ids, first, now])
    await client.query('COMMIT')
  }

  async function findAuthors(wanted: string[]): Promise<Map<string, number>> {
    const found = await ask(
      'authors',
      "SELECT id, network_id FROM author WHERE network = 'bluesky' AND network_id = ANY($1)",
      [wanted],
    )
    const ids = new Map(found.map((row) => [row.network_id ?? '', Number(row.id)]))
    const missing = wanted.filter((networkId) => !ids.has(networkId))
    if (missing.length > 0) {
      const made = await ask(
        'new authors',
        "INSERT INTO author (network, network_id, standing, wishes, labels) SELECT 'bluesky', id, 'active', 'public', '[]' FROM unnest($1::text[]) AS id RETURNING id, network_id",
        [missing],
      )
      for (const row of made) ids.set(row.network_id ?? '', Number(row.id))
    }
    return ids
  }
}

const postColumns: Column[] = [
  ...columns('bigint', 'campaign_id', 'source_id', 'author_id'),
  ...columns('text', 'network', 'uri', 'cid', 'rev', 'text'),
  ...columns('jsonb', 'body'),
  ...columns('text', 'words', 'lang', 'link'),
  ...columns('jsonb', 'self_labels', 'labels'),
  ...columns('bigint', 'created_at', 'sort_at', 'received_at'),
  ...columns('text', 'standing'),
  ...columns('bigint', 'stood_at'),
  ...columns('int', 'version'),
  ...columns('text', 'hidden_why'),
  ...columns('bigint', 'check_at'),
  ...columns('int', 'check_attempts', 'takeaway'),
  ...columns('text', 'filed_by'),
  ...columns('float8', 'filing_confidence'),
  ...columns('text', 'filing_reason'),
  ...columns('jsonb', 'suggestions'),
]
const mediaColumns: Column[] = [
  ...columns('bigint', 'post_id'),
  ...columns('int', 'position'),
  ...columns('text', 'kind', 'url', 'alt'),
  ...columns('int', 'width', 'height'),
]
const postSql = makeInsert('post', postColumns, ' RETURNING id')
const mediaSql = makeInsert('media', mediaColumns, '')
const eventSql =
  "INSERT INTO event (campaign_id, seq, kind, post_id, is_public, at) SELECT $1, $3::bigint + place - 1, 'post_arrived', id, false, $4 FROM unnest($2::bigint[]) WITH ORDINALITY AS given (id, place)"

function columns(type: string, ...names: string[]): Column[] {
  return names.map((name) => [name, type])
}

function makeInsert(table: string, all: Column[], returning: string): string {
  const names = all.map(([name]) => name).join(', ')
  const lists = all.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')
  return `INSERT INTO ${table} (${names}) SELECT ${names} FROM unnest(${lists}) AS given (${names})${returning}`
}

function toColumns(rows: unknown[][], all: Column[]): unknown[][] {
  return all.map((_, column) => rows.map((row) => row[column] ?? null))
}
