import { RichText } from '@atproto/api'
import { readAuthorDid, readAvatarCid, readRkey, readSceneCid } from './addresses.ts'
import { pictureSize } from './drawing.ts'
import { computeCid } from './network/content-id.ts'
import type { CommitEvent, Json, JsonObject } from './network/network-event.ts'
import { type SampleAuthor, type SamplePost, sampleAuthors } from './sample-data.ts'

/** A finished post, to be referred to by answers and quotes. */
export interface PublishedPost {
  uri: string
  cid: string
}

export type FindPublished = (postId: string) => PublishedPost | undefined

const dids = new Map(sampleAuthors.map((author) => [author.handle, readAuthorDid(author.id)]))

/** The post as its author's server would announce it, with facets as the official client makes them. */
export function buildPostEvent(
  post: SamplePost,
  options: { createdAt: number; rev: string; findPublished: FindPublished; operation?: 'create' | 'update' },
): CommitEvent & { record: JsonObject; cid: string } {
  const embed = buildEmbed(post, options.findPublished)
  const parent = post.reply ? options.findPublished(post.reply) : undefined
  const ref = parent && { uri: parent.uri, cid: parent.cid }
  const record: JsonObject = {
    $type: 'app.bsky.feed.post',
    text: post.text,
    createdAt: new Date(options.createdAt).toISOString(),
    langs: [post.lang],
    ...buildFacets(post.text),
    ...(post.tags ? { tags: post.tags } : {}),
    ...(ref ? { reply: { root: ref, parent: ref } } : {}),
    ...(embed ? { embed } : {}),
  }
  return {
    kind: 'commit',
    operation: options.operation ?? 'create',
    did: readAuthorDid(post.by),
    rev: options.rev,
    collection: 'app.bsky.feed.post',
    rkey: readRkey(post.id),
    cid: computeCid(record),
    record,
  }
}

export function buildDeletion(post: SamplePost, rev: string): CommitEvent {
  const [did, rkey] = [readAuthorDid(post.by), readRkey(post.id)]
  return { kind: 'commit', operation: 'delete', did, rev, collection: 'app.bsky.feed.post', rkey }
}

/** `isPublic: false` asks that only signed-in people see what the author writes. */
export function buildProfileEvent(
  author: SampleAuthor,
  options: { rev: string; isPublic: boolean },
): CommitEvent {
  const record: JsonObject = {
    $type: 'app.bsky.actor.profile',
    displayName: author.name,
    description: author.about,
    avatar: buildBlob(readAvatarCid(author.id)),
    ...(options.isPublic ? {} : { labels: buildSelfLabels('!no-unauthenticated') }),
  }
  return {
    kind: 'commit',
    operation: options.isPublic ? 'create' : 'update',
    did: readAuthorDid(author.id),
    rev: options.rev,
    collection: 'app.bsky.actor.profile',
    rkey: 'self',
    cid: computeCid(record),
    record,
  }
}

function buildFacets(text: string): { facets?: Json[] } {
  const richText = new RichText({ text })
  richText.detectFacetsWithoutResolution()
  // Without resolution a mention carries the handle where the DID belongs.
  const facets = JSON.parse(JSON.stringify(richText.facets ?? [])) as { features: JsonObject[] }[]
  for (const feature of facets.flatMap((facet) => facet.features)) {
    if (typeof feature.did === 'string') feature.did = dids.get(feature.did) ?? feature.did
  }
  return facets.length > 0 ? { facets: facets as unknown as Json[] } : {}
}

function buildEmbed(post: SamplePost, findPublished: FindPublished): JsonObject | undefined {
  const quoted = post.quote ? findPublished(post.quote) : undefined
  if (quoted) return { $type: 'app.bsky.embed.record', record: { uri: quoted.uri, cid: quoted.cid } }
  if (post.card) return { $type: 'app.bsky.embed.external', external: post.card }
  if (!post.image) return undefined
  const { scene, alt } = post.image
  const images = [{ image: buildBlob(readSceneCid(scene)), alt, aspectRatio: pictureSize }]
  return { $type: 'app.bsky.embed.images', images }
}

function buildBlob(cid: string): JsonObject {
  return { $type: 'blob', ref: { $link: cid }, mimeType: 'image/jpeg', size: 60_000 }
}

function buildSelfLabels(val: string): JsonObject {
  return { $type: 'com.atproto.label.defs#selfLabels', values: [{ val }] }
}
