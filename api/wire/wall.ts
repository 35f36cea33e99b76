import { z } from 'zod'
import { CampaignView } from './campaign.ts'
import { WallPost } from './post.ts'

/** Shown posts per takeaway; the key is its id, or "unfiled". */
export const WallCounts = z.record(z.string(), z.int()).meta({ id: 'WallCounts' })
export type WallCounts = z.infer<typeof WallCounts>

/**
 * `place` is where in the log it was read: open the stream with `?since=place`. `seq` is its number alone.
 */
export const WallSnapshot = z
  .object({
    seq: z.int(),
    place: z.string(),
    campaign: CampaignView,
    counts: WallCounts,
    posts: z.array(WallPost).describe('the newest of each takeaway, newest first'),
  })
  .meta({ id: 'WallSnapshot' })
export type WallSnapshot = z.infer<typeof WallSnapshot>

/** Older shown posts of one takeaway, newest first. */
export const WallPage = z
  .object({ posts: z.array(WallPost), next: z.string().nullable() })
  .meta({ id: 'WallPage' })
export type WallPage = z.infer<typeof WallPage>

/** `nothingSince` is there while nothing new can come in: since when. */
export const Beat = z.object({ seq: z.int(), nothingSince: z.iso.datetime().optional() })
export type Beat = z.infer<typeof Beat>

/**
 * What the public stream sends: SSE `event` is the name, `data` this JSON, `id` the place in the log (see
 * `live/place.ts`). `reset` means: your place is too far back, or one of another log; take a new snapshot.
 */
export const WallEvents = {
  post: WallPost,
  gone: z.object({ id: z.int() }),
  counts: WallCounts,
  campaign: CampaignView,
  reset: z.object({ seq: z.int() }),
  /** Right after what was missed has been sent, then every 15 s. */
  beat: Beat,
} as const
