import { shapeAuthor } from './author-view.ts'
import { shapeImageUrl } from './image-url.ts'
import { isObject, listObjects } from './json.ts'
import type { Json, JsonObject } from './network-event.ts'
import type { Repository } from './repository.ts'

/** A record's embed as the AppView shows it, with ready addresses; see lexicons `app.bsky.embed.*`. */
export function shapeEmbed(
  repository: Repository,
  cdn: string,
  did: string,
  embed: Json | undefined,
): JsonObject | undefined {
  if (!isObject(embed)) return undefined
  const $type = `${embed.$type}#view`
  switch (embed.$type) {
    case 'app.bsky.embed.images':
      return { $type, images: listObjects(embed.images).map((image) => shapeImage(cdn, did, image)) }
    case 'app.bsky.embed.video':
      return { $type, ...shapeVideo(cdn, did, embed) }
    case 'app.bsky.embed.external':
      return { $type, external: shapeExternal(cdn, did, embed.external) }
    case 'app.bsky.embed.record':
      return { $type, record: shapeQuote(repository, cdn, embed.record) }
    case 'app.bsky.embed.recordWithMedia': {
      const quote = isObject(embed.record) ? embed.record.record : undefined
      return {
        $type,
        record: { record: shapeQuote(repository, cdn, quote) },
        media: shapeEmbed(repository, cdn, did, embed.media),
      }
    }
    default:
      return undefined
  }
}

function shapeImage(cdn: string, did: string, image: JsonObject): JsonObject {
  return {
    thumb: shapeImageUrl(cdn, 'feed_thumbnail', did, image.image),
    fullsize: shapeImageUrl(cdn, 'feed_fullsize', did, image.image),
    alt: image.alt ?? '',
    aspectRatio: image.aspectRatio,
  }
}

function shapeVideo(cdn: string, did: string, embed: JsonObject): JsonObject {
  const ref = isObject(embed.video) && isObject(embed.video.ref) ? String(embed.video.ref.$link) : ''
  const base = `${cdn}/watch/${encodeURIComponent(did)}/${ref}`
  return {
    cid: ref,
    playlist: `${base}/playlist.m3u8`,
    thumbnail: `${base}/thumbnail.jpg`,
    alt: embed.alt,
    aspectRatio: embed.aspectRatio,
  }
}

function shapeExternal(cdn: string, did: string, external: Json | undefined): JsonObject {
  const { uri, title, description, thumb } = isObject(external) ? external : {}
  return {
    uri,
    title,
    description,
    ...(thumb ? { thumb: shapeImageUrl(cdn, 'feed_thumbnail', did, thumb) } : {}),
  }
}

function shapeQuote(repository: Repository, cdn: string, ref: Json | undefined): JsonObject {
  const uri = isObject(ref) ? String(ref.uri) : ''
  const post = repository.findPost(uri)
  if (!post) return { $type: 'app.bsky.embed.record#viewNotFound', uri, notFound: true }
  return {
    $type: 'app.bsky.embed.record#viewRecord',
    uri,
    cid: post.cid,
    author: shapeAuthor(repository, cdn, post.did),
    value: post.record,
    labels: [],
    indexedAt: new Date(post.indexedAt).toISOString(),
  }
}
