import type { IdeaExample } from '@wall/db/campaigns/idea-examples'
import type { CampaignContent } from '@wall/db/model/campaign'
import { countFeatures, createIdeaVectors, type IdeaVector, multiply } from './idea-vectors.ts'
import { createTermReader, type Term } from './read-terms.ts'
import { type Chance, trainLogistic } from './train-logistic.ts'

/** An action of the post's takeaway, numbered from 1, and how likely the post supports it; 0 to 1. */
export interface ActionMatch {
  action: number
  confidence: number
}

export interface ActionMatcher {
  /** The takeaway's actions, likeliest first; empty where it has none. The rest to 1 is "none of them". */
  match(text: string, takeaway: number | null): ActionMatch[]
}

/**
 * From here on a post counts as supporting the action: chosen on the examples, an author at a time left out.
 */
export const actionThreshold = 0.5

/**
 * Tells which of a takeaway's actions a post supports: by its likeness to the action's own words, and to
 * examples of posts that support it, against posts under the same takeaway that support none. Works from the
 * actions' words alone, then more guardedly.
 */
export function createActionMatcher(
  campaign: Pick<CampaignContent, 'takeaways' | 'hashtags'>,
  examples: readonly IdeaExample[],
): ActionMatcher {
  const readTerms = createTermReader(campaign.hashtags)
  const read = examples.map((example) => ({ ...example, terms: readTerms(example.text) }))
  const actions = campaign.takeaways.flatMap((takeaway) =>
    takeaway.actions.map((action, index) => ({
      takeaway: takeaway.id,
      action: index + 1,
      terms: readTerms(action.text),
    })),
  )
  const titles = campaign.takeaways.map(({ title, summary }) => readTerms(`${title} ${summary}`))
  const vectors = createIdeaVectors(
    countFeatures([...titles, ...actions.map(({ terms }) => terms), ...read.map(({ terms }) => terms)]),
  )
  const known = read.map((example) => ({ ...example, vector: vectors.toVector(example.terms) }))
  const targets = actions.map((target) => ({
    ...target,
    chance: trainFor(target, actions, known),
    vector: vectors.toVector(target.terms),
    examples: known
      .filter(({ takeaway, action }) => takeaway === target.takeaway && action === target.action)
      .map(({ vector }) => vector),
  }))

  return {
    match(text, takeaway) {
      const own = targets.filter((target) => target.takeaway === takeaway)
      if (own.length === 0) return []
      const terms = readTerms(text)
      const vector = vectors.toVector(terms)
      if (vector.size === 0) return own.map(({ action }) => ({ action, confidence: 0 }))
      const others = known
        .filter((example) => example.takeaway === takeaway && example.action === null)
        .map((example) => example.vector)
      const none = Math.max(leastForNone, likeness(vector, others))
      const scores = own.map((target) => ({
        action: target.action,
        score: Math.max(multiply(vector, target.vector), likeness(vector, target.examples)),
      }))
      const weigh = (score: number) => Math.exp(sharpness * score)
      const sum = scores.reduce((total, { score }) => total + weigh(score), weigh(none))
      const features = toFeatures(terms)
      return scores
        .map(({ action, score }, index) => {
          const near = weigh(score) / sum
          const chance = own[index]?.chance
          return { action, confidence: chance ? Math.min(0.95, near + chance(features)) : near }
        })
        .sort((a, b) => b.confidence - a.confidence || a.action - b.action)
    },
  }
}

interface Target {
  takeaway: number
  action: number
  terms: readonly Term[]
}

/** What examples say beyond likeness; without any, nothing. */
function trainFor(
  { takeaway, action }: Target,
  actions: readonly Target[],
  known: readonly (IdeaExample & { terms: readonly Term[] })[],
): Chance | undefined {
  const beside = known.filter((example) => example.takeaway === takeaway || example.takeaway === null)
  if (!beside.some((example) => example.action !== null)) return undefined
  const isThis = (one: { takeaway: number | null; action: number | null }) =>
    one.takeaway === takeaway && one.action === action
  const rows = [
    ...actions.filter((one) => one.takeaway === takeaway).map((one) => ({ ...one, weight: 2 })),
    ...beside.map((one) => ({ ...one, weight: 1 })),
  ].map((one) => ({ features: toFeatures(one.terms), isTrue: isThis(one), weight: one.weight }))
  const sum = (of: typeof rows) => of.reduce((total, row) => total + row.weight, 0)
  const share = sum(rows.filter((row) => row.isTrue)) / sum(rows)
  return trainLogistic(
    rows.map((row) => ({
      ...row,
      weight: row.weight * (row.isTrue ? likelyShare / share : (1 - likelyShare) / (1 - share)),
    })),
  )
}

function toFeatures(terms: readonly Term[]): string[] {
  return terms.flatMap((term) => [`k${term.key}`, `s${term.stem}`])
}

/** Mean likeness to the three nearest. */
function likeness(vector: IdeaVector, others: readonly IdeaVector[]): number {
  const nearest = others
    .map((other) => multiply(vector, other))
    .sort((a, b) => b - a)
    .slice(0, 3)
  return nearest.reduce((sum, one) => sum + one, 0) / Math.max(1, nearest.length)
}

const likelyShare = 0.3
const sharpness = 25
/** As near as a post comes to words that it has nothing to do with. */
const leastForNone = 0.12
