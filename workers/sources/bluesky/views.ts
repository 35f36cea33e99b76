import { z } from 'zod'

/** `com.atproto.label.defs#label`, as far as we use it. */
const LabelView = z.object({
  val: z.string().min(1).max(128),
  cid: z.string().max(200).optional().catch(undefined),
  neg: z.boolean().optional().catch(undefined),
  exp: z.string().max(64).optional().catch(undefined),
})
const labels = z
  .array(z.unknown())
  .catch([])
  .transform((items) => items.slice(0, 200).flatMap((item) => LabelView.safeParse(item).data ?? []))
type LabelView = z.infer<typeof LabelView>

const optionalText = z.string().max(2_000).optional().catch(undefined)

/** `app.bsky.actor.defs#profileViewBasic` and larger ones. */
export const ProfileView = z.object({
  did: z.string().max(256).startsWith('did:'),
  handle: z.string().max(253),
  displayName: optionalText,
  avatar: optionalText,
  labels,
})
export type ProfileView = z.infer<typeof ProfileView>

/** `app.bsky.feed.defs#postView`. */
export const PostView = z.object({
  uri: z.string().max(1_000).startsWith('at://did:'),
  cid: z.string().min(1).max(200),
  author: z.object({ did: z.string().max(256).startsWith('did:') }),
  record: z.unknown().optional(),
  labels,
  indexedAt: z.string().max(64).catch(''),
})
export type PostView = z.infer<typeof PostView>

/** One odd entry costs only itself. */
export function readList<T extends z.ZodType>(items: readonly unknown[], schema: T): z.output<T>[] {
  return items.flatMap((item) => {
    const parsed = schema.safeParse(item)
    return parsed.success ? [parsed.data] : []
  })
}

/** The labels that hold now: not taken back, not expired, and of this version when they name one. */
export function readLabels(views: readonly LabelView[], cid: string | null, now: number): string[] {
  const holding = views.filter((label) => {
    if (label.neg) return false
    if (label.exp !== undefined && Date.parse(label.exp) <= now) return false
    return label.cid === undefined || cid === null || label.cid === cid
  })
  return [...new Set(holding.map((label) => label.val))]
}

/** When the network first had it; now, when it does not say or says later. */
export function readIndexedAt({ indexedAt }: PostView, now: number): number {
  const at = Date.parse(indexedAt)
  return Number.isNaN(at) ? now : Math.min(at, now)
}

/** Author, collection and key of an `at://` address. */
export function readUri(uri: string): { did: string; collection: string; rkey: string } | null {
  const [, did, collection, rkey, more] = uri.slice(4).split('/')
  if (!uri.startsWith('at://') || !did || !collection || !rkey || more !== undefined) return null
  return { did, collection, rkey }
}
