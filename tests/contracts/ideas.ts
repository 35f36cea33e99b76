// What every store must do with ideas and actions. Run once an engine.

import { describeIdeasByHand } from './ideas/by-hand.ts'
import { describeGroups } from './ideas/groups.ts'
import { describePublicIdeas } from './ideas/public.ts'
import { describeReading } from './ideas/reading.ts'
import type { OpenEngine } from './store-room.ts'

export function describeIdeas(name: string, open: OpenEngine): void {
  describeReading(name, open)
  describeGroups(name, open)
  describePublicIdeas(name, open)
  describeIdeasByHand(name, open)
}
