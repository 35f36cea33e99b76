import { asc, eq, inArray, type SQL } from 'drizzle-orm'
import type { Database, Tables } from '../../engines/engine.ts'
import { findProposal } from '../../model/filing/filing.ts'
import type { Media, Post } from '../../model/post.ts'

export type PostRow = Tables['post']['$inferSelect']
export type AuthorRow = Tables['author']['$inferSelect']

/** Reads posts whole, with author and media, in the given order. */
export async function readPosts(
  db: Database,
  tables: Tables,
  query: { where: SQL | undefined; orderBy?: SQL[]; limit?: number },
): Promise<Post[]> {
  const { post, author } = tables
  let select = db
    .select()
    .from(post)
    .innerJoin(author, eq(post.authorId, author.id))
    .where(query.where)
    .$dynamic()
  if (query.orderBy) select = select.orderBy(...query.orderBy)
  if (query.limit !== undefined) select = select.limit(query.limit)
  const rows = await select
  const media = await readMedia(
    db,
    tables,
    rows.map((row) => row.post.id),
  )
  return rows.map((row) => toPost(row.post, row.author, media.get(row.post.id) ?? []))
}

async function readMedia(db: Database, tables: Tables, postIds: number[]): Promise<Map<number, Media[]>> {
  const byPost = new Map<number, Media[]>()
  if (postIds.length === 0) return byPost
  const { media } = tables
  const rows = await db
    .select()
    .from(media)
    .where(inArray(media.postId, postIds))
    .orderBy(asc(media.postId), asc(media.position))
  for (const { postId, position: _, ...rest } of rows) {
    const list = byPost.get(postId)
    if (list) list.push(rest)
    else byPost.set(postId, [rest])
  }
  return byPost
}

function toPost(row: PostRow, authorRow: AuthorRow, media: Media[]): Post {
  const { closedAt: _, optedOutAt: __, words: ___, ...author } = authorRow
  return {
    id: row.id,
    campaignId: row.campaignId,
    network: row.network,
    uri: row.uri,
    cid: row.cid,
    rev: row.rev,
    author,
    text: row.text,
    body: row.body,
    lang: row.lang,
    createdAt: row.createdAt,
    sortAt: row.sortAt,
    receivedAt: row.receivedAt,
    editedAt: row.editedAt,
    link: row.link,
    media,
    card: row.card ?? null,
    quote: row.quote ?? null,
    selfLabels: row.selfLabels,
    labels: row.labels,
    checks: row.checks,
    standing: row.standing,
    hiddenWhy: row.hiddenWhy,
    removedWhy: row.removedWhy,
    version: row.version,
    filing: {
      takeaway: row.takeaway,
      by: row.filedBy,
      confidence: row.filingConfidence,
      reason: row.filingReason,
      suggestions: row.suggestions,
      proposed: findProposal(row),
      signals: row.signals,
      near: row.near,
      secondOpinion: row.secondOpinion?.judgement ?? null,
    },
  }
}
