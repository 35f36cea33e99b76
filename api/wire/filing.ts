import { TakeawayId } from '@wall/db/model/campaign'
import { z } from 'zod'
import { ErrorBody } from './error.ts'

const share = z.number().min(0).max(1)

export const FilingGateView = z
  .object({
    isOpen: z.boolean(),
    why: z.enum(['open', 'too_few', 'not_precise', 'not_certain']),
    threshold: share.nullable(),
    posts: z.int(),
    right: z.int(),
    wilson: share.describe('lower end of the 95 % Wilson interval of right / posts'),
    target: share.describe('the precision the campaign asks for'),
    wasOpen: z.boolean().optional().describe('it had been open and closed itself again'),
  })
  .meta({ id: 'FilingGate' })
export type FilingGateView = z.infer<typeof FilingGateView>

export const FilingFiguresView = z
  .object({
    posts: z.int(),
    top1: share,
    top3: share,
    macroF1: share,
    noneAuroc: share.nullable(),
    calibrationError: share,
  })
  .meta({ id: 'FilingFigures' })
export type FilingFiguresView = z.infer<typeof FilingFiguresView>

const confused = z
  .array(z.object({ is: z.int().nullable(), taken: z.int().nullable(), posts: z.int() }))
  .describe('taken for each other most often, most first; null is "none"')
const alike = z
  .array(z.object({ a: z.int(), b: z.int(), likeness: share }))
  .describe('takeaways whose own words mean the same')

/** What the text model of a campaign is and how far it can be trusted, as of the last fit. */
export const FilingStateView = z
  .object({
    model: z.string(),
    encoder: z.string().nullable(),
    encoderNote: z.string().nullable(),
    judge: z
      .object({ name: z.string(), problem: z.string().nullable().describe('why it is not asked just now') })
      .nullable()
      .describe('the language model that may be asked; null when none is'),
    fittedAt: z.iso.datetime(),
    fitMs: z.number(),
    decisions: z.int(),
    agreed: z
      .int()
      .describe('of these, how many only agreed with a proposal: they prove nothing to the gate'),
    gate: FilingGateView,
    decided: FilingFiguresView.nullable(),
    seeds: FilingFiguresView.nullable(),
    confused,
    alike,
  })
  .meta({ id: 'FilingState' })
export type FilingStateView = z.infer<typeof FilingStateView>

/** `state` is null until a worker has fitted the model for the first time. */
export const FilingAnswer = z
  .object({
    state: FilingStateView.nullable(),
    waiting: z.int().describe('posts in the queue that no person filed'),
    behind: z.int().describe('those of them that the newest model has not looked at yet'),
    seedsVersion: z.int().describe('0 while the shipped seeds are in use'),
  })
  .meta({ id: 'FilingAnswer' })
export type FilingAnswer = z.infer<typeof FilingAnswer>

const line = z.string().trim().min(1).max(3000)
const lines = z.preprocess(refuseFirstFault, z.array(line).max(2000))

/** Of a list only the first fault is told: a body full of them has more than the parser can carry. */
function refuseFirstFault(list: unknown, context: z.core.$RefinementCtx): unknown {
  const at = Array.isArray(list) ? list.findIndex((one) => !line.safeParse(one).success) : -1
  if (at >= 0) {
    const message = 'A line is text of 1 to 3,000 characters.'
    context.addIssue({ code: 'custom', path: [at], message, continue: false })
  }
  return list
}

/** What text learns from beside the campaign's own words. */
export const SeedsView = z
  .object({
    takeaways: z.array(z.object({ id: TakeawayId, examples: lines, keywords: lines })).max(99),
    none: lines.describe('posts that speak to no takeaway'),
  })
  .meta({ id: 'Seeds' })
export type SeedsView = z.infer<typeof SeedsView>

/** `version` rises with each save and is 0 while the shipped ones are in use; send it back when saving. */
export const SeedsAnswer = z
  .object({
    version: z.int(),
    savedAt: z.iso.datetime().nullable(),
    savedBy: z.string().nullable(),
    seeds: SeedsView,
    shipped: SeedsView.describe('what the product ships for this campaign'),
  })
  .meta({ id: 'SeedsAnswer' })
export type SeedsAnswer = z.infer<typeof SeedsAnswer>

/** Answers `conflict` when somebody else has saved since that version. */
export const SaveSeedsBody = z.object({ version: z.int().min(0), seeds: SeedsView }).strict()
export type SaveSeedsBody = z.infer<typeof SaveSeedsBody>

/** `editor` is any name: newer seeds from the same one end the measure of those before. */
export const MeasureBody = z.object({ seeds: SeedsView, editor: z.string().max(64).optional() }).strict()
export type MeasureBody = z.infer<typeof MeasureBody>

/** How well the seeds hold together, each example judged by a model that had not seen it. */
export const MeasureAnswer = z
  .object({ figures: FilingFiguresView.nullable(), confused, alike })
  .meta({ id: 'SeedsMeasure' })
export type MeasureAnswer = z.infer<typeof MeasureAnswer>

/** How far a measure is. `figures` are of the examples judged so far; null before there are any. */
export const MeasurePart = z
  .object({ done: z.int(), of: z.int(), figures: FilingFiguresView.nullable() })
  .meta({ id: 'SeedsMeasurePart' })
export type MeasurePart = z.infer<typeof MeasurePart>

/** A line of a measure told as it goes on: parts, then the answer or what went wrong. */
export const MeasureLine = z
  .union([z.object({ part: MeasurePart }), z.object({ answer: MeasureAnswer }), ErrorBody])
  .meta({ id: 'SeedsMeasureLine' })
export type MeasureLine = z.infer<typeof MeasureLine>
