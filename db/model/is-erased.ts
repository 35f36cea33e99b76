import type { RemovedWhy } from './visibility.ts'

/** Whether a post's words are gone for good. */
export function isErased(removedWhy: RemovedWhy | null): boolean {
  return removedWhy === 'deleted' || removedWhy === 'untagged'
}
