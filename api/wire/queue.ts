import { z } from 'zod'
import { TeamCampaign } from './campaign.ts'
import { WallPost } from './post.ts'
import { Beat } from './wall.ts'

export const standings = ['pending', 'approved', 'rejected', 'stashed'] as const
export const Standing = z.enum(standings)

/** What a signal is. `marker` is written out ("Takeaway 3"), `other` is told by `seen` alone. */
export const signalKinds = [
  'hashtag',
  'marker',
  'reply',
  'thread',
  'quote',
  'announcement_link',
  'link',
  'filed_reply',
  'filed_quote',
  'own_thread',
  'group',
  'other',
] as const

export const FilingView = z
  .object({
    takeaway: z.int().nullable(),
    by: z.enum(['rule', 'model', 'moderator']).nullable(),
    byName: z.string().nullable().optional().describe('the moderator who filed it'),
    confidence: z.number().min(0).max(1),
    reason: z.string().describe('in English; the parts below say the same for any language'),
    suggestions: z.array(
      z.object({
        takeaway: z.int().nullable(),
        confidence: z.number(),
        words: z.array(z.string()).optional().describe('what speaks for it most, strongest first'),
        against: z
          .array(z.string())
          .optional()
          .describe('what speaks against it most, strongest first; at most three'),
      }),
    ),
    proposed: z
      .int()
      .nullable()
      .optional()
      .describe('the takeaway that it stands under as a proposal, by its words, until a person decides'),
    signals: z
      .array(
        z.object({
          takeaway: z.int(),
          kind: z.enum(signalKinds).optional(),
          written: z.string().nullable().optional().describe('as it stands in the post'),
          seen: z.string().describe('in English, to end a sentence that begins with "it"'),
          confidence: z.number(),
        }),
      )
      .optional(),
    near: z
      .array(
        z.object({
          takeaway: z.int().nullable(),
          postId: z.int().nullable().describe('null for an example of the seeds'),
          text: z.string().nullable().describe('null when its words were erased'),
          isFar: z.boolean().optional().describe('the nearest under its takeaway, and yet little like it'),
        }),
      )
      .optional()
      .describe(
        'the known posts and examples nearest to it, nearest first: up to three of the first suggestion, one of the second and of the third',
      ),
    secondOpinion: z
      .object({ takeaway: z.int().nullable(), reason: z.string() })
      .nullable()
      .optional()
      .describe('what a language model said, in its own words; only where the suggestion rests on it'),
    disagreement: z
      .array(z.object({ by: z.string(), takeaway: z.int().nullable() }))
      .optional()
      .describe('moderators who filed it under different places, in that order; empty when they agree'),
    toldIn: z
      .enum(['bands', 'figures'])
      .optional()
      .describe('how confidence is told: figures once there are decisions enough to trust them'),
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
  'unreleased',
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
  checks: z
    .array(
      z.object({
        check: z.enum(['network_label', 'adult_media']),
        verdict: z.enum(['hold', 'reject']),
        labels: z.array(z.string()),
      }),
    )
    .describe('what screening said against it; empty when it passed'),
  receivedAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
}).meta({ id: 'QueuePost' })
export type QueuePost = z.infer<typeof QueuePost>

/** Oldest first for `pending`, newest decision first for the others. */
export const QueuePage = z
  .object({
    seq: z.int(),
    place: z.string().describe('where in the log it was read: open the stream with `?since=place`'),
    counts: z.object({
      ...{ pending: z.int(), approved: z.int(), rejected: z.int(), stashed: z.int() },
      proposed: z.int().describe('of the waiting ones, how many stand under a takeaway as a proposal'),
    }),
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
    proposed: z
      .int()
      .optional()
      .describe(
        'approve it under what was proposed, as you saw it: `conflict` when something else is proposed by now',
      ),
  })
  .strict()
  .refine(({ standing, takeaway, proposed }) => {
    return proposed === undefined || (standing === 'approved' && takeaway === undefined)
  }, 'A proposal is taken by an approval alone, and not together with a takeaway.')
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
  campaign: TeamCampaign,
  reset: z.object({ seq: z.int() }),
  beat: Beat,
} as const
