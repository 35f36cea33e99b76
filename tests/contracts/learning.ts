// What every store must do for learning where posts belong. Run once an engine.

import { describeFilingAnew } from './learning/filing-anew.ts'
import { describeFilingState } from './learning/filing-state.ts'
import { describeLabels } from './learning/labels.ts'
import { describeVectors } from './learning/vectors.ts'
import type { OpenEngine } from './store-room.ts'

export function describeLearning(name: string, open: OpenEngine): void {
  describeLabels(name, open)
  describeFilingAnew(name, open)
  describeFilingState(name, open)
  describeVectors(name, open)
}
