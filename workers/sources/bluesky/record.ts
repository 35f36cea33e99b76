import { z } from 'zod'

/** Longest words the network takes: app.bsky.feed.post says 3,000 bytes of UTF-8. */
export const maxTextBytes = 3_000

/** Whatever is wrong with an optional field costs only that field. */
const loose = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)
const looseList = <T extends z.ZodType>(item: T, max: number) =>
  loose(z.array(z.unknown()))
    .transform((items) => (items ?? []).slice(0, max))
    .transform((items) => items.flatMap((value) => item.safeParse(value).data ?? [])) as z.ZodType<
    z.output<T>[]
  >

const atUri = z.string().max(1_000).startsWith('at://')
const strongRef = z.object({ uri: atUri })

/**
 * `app.bsky.feed.post`, as far as we use it; facets and tags are read beside it. Only `text` must be right.
 */
export const PostRecord = z.object({
  text: z.string().refine((text) => Buffer.byteLength(text) <= maxTextBytes),
  createdAt: loose(z.string().max(64)),
  langs: looseList(z.string().max(64), 3),
  reply: loose(z.object({ root: strongRef, parent: strongRef })),
  labels: loose(z.object({ values: looseList(z.object({ val: z.string().min(1).max(128) }), 10) })),
  embed: z.unknown().optional(),
})
export type PostRecord = z.infer<typeof PostRecord>

/** `app.bsky.actor.profile`, as far as we use it. */
export const ProfileRecord = z.object({
  displayName: loose(z.string().max(640)),
  labels: loose(z.object({ values: looseList(z.object({ val: z.string().min(1).max(128) }), 10) })),
})

const aspectRatio = loose(
  z.object({ width: z.int().min(1).max(100_000), height: z.int().min(1).max(100_000) }),
)
const alt = z.string().max(10_000).catch('')
const cid = z.string().regex(/^[A-Za-z0-9]{20,120}$/)

/** A blob's CID; early records have it without `ref`. */
const Blob = z
  .union([z.object({ ref: z.object({ $link: cid }) }), z.object({ cid })])
  .transform((blob) => ('ref' in blob ? blob.ref.$link : blob.cid))

const Image = z.object({ image: Blob, alt, aspectRatio })
const Images = z.object({ $type: z.literal('app.bsky.embed.images'), images: looseList(Image, 20) })
/** Both names have been in use for the list. */
const Gallery = z.object({
  $type: z.literal('app.bsky.embed.gallery'),
  items: looseList(Image, 20),
  media: looseList(Image, 20),
})
const Video = z.object({ $type: z.literal('app.bsky.embed.video'), video: Blob, alt, aspectRatio })
const External = z.object({
  $type: z.literal('app.bsky.embed.external'),
  external: z.object({
    uri: z.string().max(4_000),
    title: z.string().max(2_000).catch(''),
    description: z.string().max(10_000).catch(''),
    thumb: loose(Blob),
  }),
})
export const MediaEmbed = z.discriminatedUnion('$type', [Images, Gallery, Video, External])
export type MediaEmbed = z.infer<typeof MediaEmbed>

export const QuoteEmbed = z.object({ $type: z.literal('app.bsky.embed.record'), record: strongRef })
export const QuoteWithMedia = z.object({
  $type: z.literal('app.bsky.embed.recordWithMedia'),
  record: z.object({ record: strongRef }),
  media: z.unknown().optional(),
})
