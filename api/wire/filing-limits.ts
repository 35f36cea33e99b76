// Apart from the schemas, so that pages get these without them.
import { figuresFromDecisions as fromDecisions } from '@wall/db/model/filing-state'

/** From so many decisions on confidence is told in figures. */
export const figuresFromDecisions = fromDecisions

/** What text must have proven before it files by itself; the campaign's own precision comes on top. */
export const gateNeeds = { posts: 20, wilson: 0.8 } as const
