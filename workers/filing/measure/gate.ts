import type { Judged } from './judged.ts'
import { wilsonBounds } from './wilson.ts'

export interface GateAims {
  /** Share that must have been right. */
  target: number
  /** What Wilson's lower bound must reach. */
  leastLower: number
  /** Moderated posts at or above the threshold. */
  leastPosts: number
}

export const gateAims: GateAims = { target: 0.9, leastLower: 0.8, leastPosts: 20 }

/** Whether text may file by itself, and the facts that it rests on. */
export interface Gate {
  isOpen: boolean
  /** Confidence from which on text files; when closed, the one that came nearest, or null where there was too little. */
  threshold: number | null
  /** Moderated posts at or above the threshold, and how many of them a moderator left where text would have put them. */
  posts: number
  right: number
  lower: number
  /** All moderated posts that were looked at. */
  moderated: number
  because: 'proven' | 'too-few-posts' | 'not-right-enough'
}

/**
 * Looks for a threshold that decisions prove: the lowest one that would most likely do as well on the next posts (the lowest
 * of all that fit is too lucky), else the best proven.
 * @param moderated posts that a person decided, with what the model said when it did not know the decision: at the time, or
 * in cross-validation
 */
export function measureGate(moderated: readonly Judged[], aims: GateAims = gateAims): Gate {
  const filed = moderated
    .flatMap(({ truth, ranking: [best] }) => {
      if (!best || best.takeaway === null) return []
      return [{ confidence: best.confidence, isRight: best.takeaway === truth }]
    })
    .sort((a, b) => b.confidence - a.confidence)
  const closed = { isOpen: false, moderated: moderated.length }
  if (filed.length < aims.leastPosts) {
    return {
      ...closed,
      ...{ threshold: null, posts: filed.length, right: 0, lower: 0, because: 'too-few-posts' },
    }
  }
  let right = 0
  let lowest: Gate | undefined
  let surest: Gate | undefined
  let nearest: Gate | undefined
  for (const [index, { confidence, isRight }] of filed.entries()) {
    if (isRight) right += 1
    const posts = index + 1
    // Posts that are equally sure stand or fall together.
    if (posts < aims.leastPosts || filed[posts]?.confidence === confidence) continue
    const { lower } = wilsonBounds(right, posts)
    const gate: Gate = { ...closed, threshold: confidence, posts, right, lower, because: 'not-right-enough' }
    if (lower >= aims.leastLower && right / posts >= aims.target) {
      const open: Gate = { ...gate, isOpen: true, because: 'proven' }
      if (!surest || lower > surest.lower) surest = open
      if (wilsonBounds(right, posts, 1).lower >= aims.target) lowest = open
    }
    if (!nearest || lower > nearest.lower) nearest = gate
  }
  return (
    lowest ??
    surest ??
    nearest ?? { ...closed, threshold: null, posts: 0, right: 0, lower: 0, because: 'too-few-posts' }
  )
}

/** The state of the gate in plain words. */
export function tellGate(gate: Gate, aims: GateAims = gateAims): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`
  const seen = `${gate.right} of ${gate.posts} moderated posts were right where the text was at least ${percent(gate.threshold ?? 0)} sure`
  if (gate.isOpen) return `Text files by itself: ${seen}.`
  if (gate.because === 'too-few-posts') {
    return `Text only suggests: ${gate.moderated} posts have been moderated, and it takes at least ${aims.leastPosts} that it is sure of.`
  }
  return `Text only suggests: ${seen}; it takes ${percent(aims.target)}, and enough posts to be certain of ${percent(aims.leastLower)}.`
}
