import { z } from 'zod'
import { QueuePost } from './queue.ts'

export const PartView = z
  .object({
    name: z.string(),
    state: z.enum(['starting', 'running', 'catching_up', 'waiting', 'off']),
    problem: z
      .enum([
        'unreachable',
        'refused',
        'rate_limited',
        'bad_answer',
        'many_missing',
        'silent',
        'needs_credentials',
        'wrong_credentials',
        'disk_full',
        'locked',
        'not_stored',
        'set_aside',
        'clock_behind',
        'clock_ahead',
      ])
      .nullable(),
    detail: z.string().nullable(),
    nextTryAt: z.iso.datetime().nullable(),
    gapSince: z.iso.datetime().optional().describe('posts since then may be missing'),
    since: z.iso.datetime(),
  })
  .meta({ id: 'SourcePart' })
export type PartView = z.infer<typeof PartView>

export const SourceView = z
  .object({
    id: z.int(),
    kind: z.string(),
    parts: z.array(PartView),
    lagMs: z.int().nullable().describe('how far behind the network it is; null before the first news'),
    counts: z.record(z.string(), z.int()),
    statusAt: z.iso.datetime().nullable().describe('when the worker last told; null when it never did'),
    isStale: z.boolean().describe('the worker has not told for 30 s: it may be stopped'),
  })
  .meta({ id: 'Source' })
export type SourceView = z.infer<typeof SourceView>

export const ScreenView = z
  .object({
    id: z.string(),
    name: z.string().describe('empty when its address names none'),
    isOn: z.boolean(),
    since: z.iso.datetime().describe('since when it has been on; when it is off, since when it had been'),
    seenAt: z.iso.datetime(),
  })
  .meta({ id: 'Screen' })
export type ScreenView = z.infer<typeof ScreenView>

/** One day (in the asked time zone) and takeaway. */
export const DayCount = z.object({
  day: z.iso.date(),
  takeaway: z.int().nullable(),
  posts: z.int(),
})
export type DayCount = z.infer<typeof DayCount>

export const TeamOverview = z
  .object({
    totals: z.object({
      posts: z.int(),
      authors: z.int(),
      pending: z.int(),
      approved: z.int(),
      rejected: z.int(),
      stashed: z.int(),
      shown: z.int(),
      oldestPendingAt: z.iso.datetime().nullable(),
    }),
    perTakeaway: z.array(
      z.object({
        takeaway: z.int().nullable(),
        posts: z.int(),
        shown: z.int(),
        authors: z.int(),
        pending: z.int(),
      }),
    ),
    proposals: z
      .array(z.object({ takeaway: z.int(), posts: z.int() }))
      .describe('waiting posts that stand under a takeaway as a proposal: filed nowhere yet'),
    perDay: z.array(DayCount),
    sources: z.array(SourceView),
    screens: z.array(ScreenView).describe('screens in rooms, whichever node serves them'),
  })
  .meta({ id: 'TeamOverview' })
export type TeamOverview = z.infer<typeof TeamOverview>

export const SearchPage = z
  .object({
    total: z.int().describe('at most 1,000'),
    isMore: z.boolean().describe('more than `total` were found'),
    posts: z.array(QueuePost),
    next: z.string().nullable(),
  })
  .meta({ id: 'SearchPage' })
export type SearchPage = z.infer<typeof SearchPage>
