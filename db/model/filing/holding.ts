import type { DecisionKind } from '../decision.ts'

/**
 * Of one post's decisions, in order, those that were not taken back: an undo takes back the newest that still
 * holds.
 */
export function listHolding<T extends { kind: DecisionKind }>(decisions: readonly T[]): T[] {
  const holding: T[] = []
  for (const decision of decisions) {
    if (decision.kind === 'undo') holding.pop()
    else holding.push(decision)
  }
  return holding
}
