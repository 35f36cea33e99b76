import { shapeAuthor, shapeLabels, shapeSelfLabels } from './author-view.ts'
import { shapeEmbed } from './embed-view.ts'
import type { JsonObject } from './network-event.ts'
import type { Repository, StoredPost } from './repository.ts'

/** `app.bsky.feed.defs#postView`. */
export function shapePost(repository: Repository, cdn: string, post: StoredPost): JsonObject {
  const embed = shapeEmbed(repository, cdn, post.did, post.record.embed)
  return {
    uri: post.uri,
    cid: post.cid,
    author: shapeAuthor(repository, cdn, post.did),
    record: post.record,
    ...(embed ? { embed } : {}),
    bookmarkCount: 0,
    replyCount: 0,
    repostCount: 0,
    likeCount: 0,
    quoteCount: 0,
    indexedAt: new Date(post.indexedAt).toISOString(),
    labels: [
      ...shapeSelfLabels(post.did, post.uri, post.record),
      ...shapeLabels(repository.listLabels(post.uri, post.cid)),
    ],
  }
}
