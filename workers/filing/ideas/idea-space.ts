import type { IdeaExample } from '@wall/db/campaigns/idea-examples'
import { countFeatures, createIdeaVectors, type IdeaVector, multiply } from './idea-vectors.ts'
import { multiplyAll } from './multiply-all.ts'
import { createTermReader, type Term } from './read-terms.ts'

export interface Idea {
  /** Of the post. */
  id: number
  text: string
}

export interface PlacedIdea extends Idea {
  terms: readonly Term[]
}

/** The ideas under one takeaway, made comparable. */
export interface IdeaSpace {
  ideas: PlacedIdea[]
  /** Ideas at least this much alike gather. */
  threshold: number
  /** How alike two are, by their places in `ideas`; 0 to 1. */
  likeness(one: number, other: number): number
}

/** Makes the ideas under one takeaway (null: unfiled) comparable. */
export type CreateIdeaSpace = (ideas: readonly Idea[], takeaway: number | null) => IdeaSpace

/**
 * Compares ideas by their words, and by which known ideas they are near to: "porches in August" and "go to
 * the house" have no word in common, but both are near what was said of home visits before. Without known
 * ideas the words alone count. (Vectors of the small English sentence encoder were tried beside them, and
 * made the groups worse.)
 */
export function createIdeaSpaces(
  examples: readonly IdeaExample[],
  campaignTags: readonly string[],
): CreateIdeaSpace {
  const readTerms = createTermReader(campaignTags)
  const known = examples.map((example) => ({ ...example, terms: readTerms(example.text) }))
  const knownCounts = countFeatures(known.map(({ terms }) => terms))

  return (ideas, takeaway) => {
    const placed = ideas.map((idea) => ({ ...idea, terms: readTerms(idea.text) }))
    const vectors = createIdeaVectors(knownCounts, countFeatures(placed.map(({ terms }) => terms)))
    const own = placed.map(({ terms }) => vectors.toVector(terms))
    const groups = new Map<string, IdeaVector[]>()
    for (const { group, takeaway: under, terms } of known) {
      if (group === null || (takeaway !== null && under !== takeaway)) continue
      const name = `${under} ${group}`
      groups.set(name, [...(groups.get(name) ?? []), vectors.toVector(terms)])
    }
    const profiles = groups.size > 0 ? own.map((vector) => toProfile(vector, [...groups.values()])) : []
    const byWords = multiplyAll(own)
    const count = placed.length
    return {
      ideas: placed,
      threshold: profiles.length > 0 ? thresholdWithKnown : thresholdOfWords,
      likeness(one, other) {
        const [a, b] = [profiles[one], profiles[other]]
        const words = byWords[one * count + other] ?? 0
        return a && b ? (1 - profileShare) * words + profileShare * multiplyDense(a, b) : words
      },
    }
  }
}

const profileShare = 0.4
/** Both found on the labelled ideas, an author at a time left out. */
const thresholdWithKnown = 0.32
const thresholdOfWords = 0.1
/** A likeness to known ideas below this is chance. */
const leastLikeness = 0.15

/** How near a text is to each group of known ideas; shorter than 1 where it is near to none. */
function toProfile(vector: IdeaVector, groups: readonly IdeaVector[][]): Float64Array {
  const nearness = groups.map((members) => {
    const sum = members.reduce((total, member) => total + multiply(vector, member), 0)
    return (sum / Math.sqrt(members.length)) ** 2
  })
  const length = Math.hypot(...nearness, leastLikeness ** 2)
  return Float64Array.from(nearness, (one) => one / length)
}

function multiplyDense(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0)
  return sum
}
