import { toPlainKey } from './plain-key.ts'
import type { Decision, TrainingRow } from './training-row.ts'

/** What a decision weighs that only agreed with a proposal; one that chose a place by hand weighs 1. */
const weightOfProposed = 0.3
/** What all posts of one author may count for. */
export const maxOfAuthor = 4
/** What one moderator's decisions may weigh even when the others decided less. */
const leastOfModerator = 100
/** What one moderator's decisions for one place may weigh, whatever else they decided. */
const leastOfPlace = 40

/**
 * Decisions as rows to learn from. A text that is posted again and again counts once, an author as four
 * posts; one moderator counts for no more than all others together, nor one place twice as much as a
 * moderator's other places: who files everything under one takeaway does not drown the rest.
 */
export function capDecisions(decisions: readonly Decision[]): TrainingRow[] {
  const weights = decisions.map(({ wasProposed }) => (wasProposed ? weightOfProposed : 1))
  limit(
    decisions.map(({ text }) => toPlainKey(text)),
    weights,
    () => 1,
  )
  limit(
    decisions.map((one) => String(one.authorId)),
    weights,
    () => maxOfAuthor,
  )
  const users = decisions.map((one) => String(one.userId))
  const places = decisions.map((one, index) => `${users[index]} ${one.takeaway}`)
  const inPlaces = addUp(places, weights)
  const ofUsers = addUp(users, weights)
  const placesOfUser = new Map<string, number>()
  for (const place of inPlaces.keys()) {
    const user = place.slice(0, place.lastIndexOf(' '))
    placesOfUser.set(user, (placesOfUser.get(user) ?? 0) + 1)
  }
  limit(places, weights, (place) => {
    const user = place.slice(0, place.lastIndexOf(' '))
    const others = (placesOfUser.get(user) ?? 1) - 1
    const mean = others === 0 ? 0 : ((ofUsers.get(user) ?? 0) - (inPlaces.get(place) ?? 0)) / others
    return Math.max(leastOfPlace, 2 * mean)
  })
  const sums = addUp(users, weights)
  const total = [...sums.values()].reduce((so, sum) => so + sum, 0)
  limit(users, weights, (user) => {
    const others = total - (sums.get(user) ?? 0)
    return others === 0 ? Number.POSITIVE_INFINITY : Math.max(leastOfModerator, others)
  })
  return decisions.map(({ text, takeaway, postId, vector }, index) => {
    return { text, takeaway, weight: weights[index] ?? 0, kind: 'decision', postId, vector }
  })
}

/** Scales the weights of each group down to what the group may weigh. */
function limit(groups: readonly string[], weights: number[], max: (group: string) => number): void {
  const sums = addUp(groups, weights)
  for (const [index, group] of groups.entries()) {
    const sum = sums.get(group) ?? 0
    const most = max(group)
    if (sum > most) weights[index] = ((weights[index] ?? 0) * most) / sum
  }
}

function addUp(groups: readonly string[], weights: readonly number[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [index, group] of groups.entries())
    sums.set(group, (sums.get(group) ?? 0) + (weights[index] ?? 0))
  return sums
}
