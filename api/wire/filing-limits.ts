// Apart from the schemas, so that pages get these without them.
import { bandOf as toBand } from '@wall/db/model/filing/confidence-band'
import { figuresFromDecisions as fromDecisions, gateNeeds as needs } from '@wall/db/model/filing/filing-state'

/** From so many decisions on confidence is told in figures. */
export const figuresFromDecisions = fromDecisions

/** Before that it is told in bands. */
export const bandOf = toBand

/** What text must have proven before it files by itself. */
export const gateNeeds = needs
