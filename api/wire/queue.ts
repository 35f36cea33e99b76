import { z } from 'zod'
import { WallPost } from './post.ts'

export const standings = ['pending', 'approved', 'rejected', 'stashed'] as const
export const Standing = z.enum(standings)

export const FilingView = z
  .object({
    takeaway: z.int().nullable(),
    by: z.enum(['rule', 'model', 'moderator']).nullable(),
    confidence: z.number().min(0).max(1),
    reason: z.string(),
    suggestions: z.array(z.object({ takeaway: z.int().nullable(), confidence: z.number() })),
  })
  .meta({ id: 'Filing' })
export type FilingView = z.infer<typeof FilingView>

export const hiddenReasons = [
  'deleted',
  'untagged',
  'missing',
  'account',
  'opted_out',
  'label',
  'unverified',
] as const

/** A post as moderators see it. Send `version` back with a decision: it tells what you saw. */
export const QueuePost = WallPost.extend({
  standing: Standing,
  version: z.int(),
  hiddenWhy: z
    .enum(hiddenReasons)
    .nullable()
    .describe('null when nothing keeps it off the wall but its standing'),
  filing: FilingView,
  labels: z.array(z.string()),
  receivedAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
}).meta({ id: 'QueuePost' })
export type QueuePost = z.infer<typeof QueuePost>

/** Oldest first for `pending`, newest decision first for the others. */
export const QueuePage = z
  .object({
    seq: z.int(),
    counts: z.object({ pending: z.int(), approved: z.int(), rejected: z.int(), stashed: z.int() }),
    posts: z.array(QueuePost),
    next: z.string().nullable(),
  })
  .meta({ id: 'QueuePage' })
export type QueuePage = z.infer<typeof QueuePage>

export const DecideBody = z
  .object({
    version: z.int(),
    standing: Standing,
    takeaway: z.int().nullable().optional().describe('file it in the same step; leave out to keep its place'),
  })
  .strict()
export type DecideBody = z.infer<typeof DecideBody>

export const RefileBody = z.object({ version: z.int(), takeaway: z.int().nullable() }).strict()
export type RefileBody = z.infer<typeof RefileBody>

export const DecisionView = z
  .object({
    id: z.int(),
    postId: z.int(),
    kind: z.enum(['approve', 'reject', 'stash', 'requeue', 'refile', 'return', 'undo']),
    by: z.string().nullable(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'Decision' })
export type DecisionView = z.infer<typeof DecisionView>

/** `decision` is null when the post stood so already and nothing was done. */
export const DecisionResult = z
  .object({ post: QueuePost, decision: DecisionView.nullable() })
  .meta({ id: 'DecisionResult' })
export type DecisionResult = z.infer<typeof DecisionResult>

/** What the moderators' stream sends beside `reset` and `beat`: every change of any post of the campaign. */
export const QueueEvents = {
  post: QueuePost,
  erased: z.object({ id: z.int() }),
  counts: QueuePage.shape.counts,
  reset: z.object({ seq: z.int() }),
  beat: z.object({ seq: z.int() }),
} as const
