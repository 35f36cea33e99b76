import { TakeawayId } from '@wall/db/model/campaign'
import { z } from 'zod'
import { Standing } from './queue.ts'

export const SlugParams = z.object({ slug: z.string().max(80) })

const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
export const PostParams = SlugParams.extend({ id })
export const DecisionParams = SlugParams.extend({ id })
export const PictureParams = z.object({ id })
export const PictureQuery = z.object({ w: z.coerce.number().int().min(1).max(10_000).optional() })

/** A takeaway's id; "unfiled" becomes null, left out means all. */
export const TakeawayFilter = z.union([
  z.literal('unfiled').transform(() => null),
  z.coerce.number().pipe(TakeawayId),
])

const place = z.string().min(1).max(200).describe('a page’s `next`')
const limit = z.coerce.number().int().min(1).max(100).default(40)

export const WallPageQuery = z.object({ takeaway: TakeawayFilter, before: place.optional(), limit })
const since = z
  .string()
  .regex(/^[0-9]{1,15}(-[A-Za-z0-9_-]{8})?$/)
  .optional()
  .describe('a `place`, or the number of one alone')
export const QueueEventsQuery = z.object({ since })
export const EventsQuery = z.object({
  since,
  screen: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional()
    .describe('a random text that a screen keeps: the team sees whether it is on'),
  screenName: z.string().trim().max(60).default('').describe('what the team calls that screen'),
})
export const QueueQuery = z.object({
  standing: Standing.default('pending'),
  takeaway: TakeawayFilter.optional(),
  after: place.optional(),
  limit,
})
export const SearchQuery = z.object({
  q: z.string().max(300).default(''),
  takeaway: TakeawayFilter.optional(),
  standing: Standing.optional(),
  after: place.optional(),
  limit,
})
export const SearchCsvQuery = SearchQuery.omit({ after: true, limit: true })
/** `offsetMinutes`: the reader's time zone, minutes east of UTC. */
export const TeamQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(28),
  offsetMinutes: z.coerce.number().int().min(-840).max(840).default(0),
})
