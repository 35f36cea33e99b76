import type { NewPost } from '@wall/db/model/post'
import type { Batch } from '@wall/db/model/source'
import { foldWords } from '@wall/db/store/lists/fold-words'
import type BetterSqlite3 from 'better-sqlite3'

type Row = Record<string, unknown>

/**
 * What `Store.recordBatch` does for new posts, as somebody would write it for this one case: the same
 * questions first (known posts, removals, authors), then the same rows, in one durable transaction.
 */
export function createHandStore(
  database: BetterSqlite3.Database,
  { campaignId, sourceId }: { campaignId: number; sourceId: number },
): (batch: Batch) => void {
  const prepareList = createListStatements(database)
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const saveCursor = database.prepare('UPDATE source SET cursor = ? WHERE id = ?')
  const insertAuthor = database.prepare(
    `INSERT INTO author (network, network_id, handle, display_name, avatar_url, standing, wishes, labels, verified_at)
     VALUES (?, ?, NULL, NULL, NULL, 'active', 'public', '[]', NULL)`,
  )
  const insertPost = database.prepare(
    `INSERT INTO post (${postColumns.join(', ')}) VALUES (${postColumns.map(() => '?').join(', ')})`,
  )
  const insertMedia = database.prepare(
    'INSERT INTO media (post_id, position, kind, url, alt, width, height) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const takeSeq = database
    .prepare('UPDATE log_head SET seq = seq + ? WHERE campaign_id = ? RETURNING seq')
    .pluck()
  const insertEvent = database.prepare(
    `INSERT INTO event (campaign_id, seq, kind, post_id, is_public, at) VALUES (?, ?, 'post_arrived', ?, 0, ?)`,
  )

  return ({ posts, cursor }) => {
    const now = Date.now()
    const uris = posts.map(({ uri }) => uri)
    begin.run()
    saveCursor.run(cursor, sourceId)
    const known = new Set(
      (prepareList(knownSql, uris.length).all(campaignId, ...uris) as Row[]).map((row) => row.uri),
    )
    const removed = new Set(
      (prepareList(removedSql, uris.length).all('bluesky', ...uris) as Row[]).map((row) => row.uri),
    )
    const authors = findAuthors(posts)
    const postIds: number[] = []
    for (const post of posts) {
      if (known.has(post.uri) || removed.has(post.uri)) continue
      const { lastInsertRowid } = insertPost.run(toRow(post, authors.get(post.authorId) ?? 0, now))
      const postId = Number(lastInsertRowid)
      postIds.push(postId)
      for (const [position, { kind, url, alt, width, height }] of post.media.entries()) {
        insertMedia.run(postId, position, kind, url, alt, width, height)
      }
    }
    const last = takeSeq.get(postIds.length, campaignId) as number
    for (const [index, postId] of postIds.entries()) {
      insertEvent.run(campaignId, last - postIds.length + 1 + index, postId, now)
    }
    commit.run()
  }

  function findAuthors(posts: readonly NewPost[]): Map<string, number> {
    const wanted = [...new Set(posts.map(({ authorId }) => authorId))]
    const rows = prepareList(authorSql, wanted.length).all('bluesky', ...wanted) as Row[]
    const ids = new Map(rows.map((row) => [row.network_id as string, row.id as number]))
    for (const networkId of wanted) {
      if (!ids.has(networkId))
        ids.set(networkId, Number(insertAuthor.run('bluesky', networkId).lastInsertRowid))
    }
    return ids
  }

  function toRow(post: NewPost, authorId: number, now: number): unknown[] {
    const { filing, media, card } = post
    const words = foldWords([post.text, card?.title ?? '', ...media.map(({ alt }) => alt)].join(' '))
    return [
      ...[campaignId, sourceId, authorId, post.network, post.uri, post.cid, post.rev, post.text],
      ...[
        JSON.stringify(post.body),
        words,
        post.lang,
        post.link,
        null,
        null,
        JSON.stringify(post.selfLabels),
        '[]',
      ],
      ...[post.createdAt, post.sortAt, now, null, 'pending', now, 1, null, 'unverified', null, now, 0],
      ...[filing.takeaway, filing.by, filing.confidence, filing.reason, JSON.stringify(filing.suggestions)],
    ]
  }
}

const knownSql = `SELECT post.*, author.* FROM post JOIN author ON post.author_id = author.id
  WHERE post.campaign_id = ? AND post.uri IN (…) ORDER BY post.id`
const removedSql = 'SELECT uri, rev FROM removal WHERE network = ? AND uri IN (…)'
const authorSql =
  'SELECT id, network_id, standing, wishes FROM author WHERE network = ? AND network_id IN (…)'

const postColumns = [
  ...['campaign_id', 'source_id', 'author_id', 'network', 'uri', 'cid', 'rev', 'text'],
  ...['body', 'words', 'lang', 'link', 'card', 'quote', 'self_labels', 'labels'],
  ...['created_at', 'sort_at', 'received_at', 'edited_at', 'standing', 'stood_at', 'version', 'removed_why'],
  ...['hidden_why', 'verified_cid', 'check_at', 'check_attempts'],
  ...['takeaway', 'filed_by', 'filing_confidence', 'filing_reason', 'suggestions'],
]

/** One prepared statement for each length of list. */
function createListStatements(database: BetterSqlite3.Database) {
  const statements = new Map<string, BetterSqlite3.Statement>()
  return (sql: string, length: number): BetterSqlite3.Statement => {
    const key = `${length} ${sql}`
    const kept = statements.get(key)
    if (kept) return kept
    const statement = database.prepare(sql.replace('…', Array(length).fill('?').join(', ')))
    statements.set(key, statement)
    return statement
  }
}
