import type { Engine } from '../engines/engine.ts'
import { createBatchStore } from './batch.ts'
import { createBudgetStore } from './budget.ts'
import { createCampaignStore } from './campaign.ts'
import { createCheckStore } from './check.ts'
import { createDecisionStore } from './decision.ts'
import { createEmbeddingStore } from './embedding.ts'
import { createEventStore } from './event.ts'
import { createFilingStore } from './filing.ts'
import { createFilingStateStore } from './filing-state.ts'
import { createIdeaStore } from './idea.ts'
import { createIdeaChangeStore } from './idea-change.ts'
import { createIdeaListStore } from './idea-list.ts'
import { createInvitationStore } from './invitation.ts'
import { createLabelStore } from './label.ts'
import { createLeadStore } from './lead.ts'
import { createMediaStore } from './media.ts'
import { createQueueStore } from './queue.ts'
import { createScreenStore } from './screen.ts'
import { createSecondOpinionStore } from './second-opinion.ts'
import { createSecretStore } from './secret.ts'
import { createSessionStore } from './session.ts'
import { createSourceStore } from './source.ts'
import { toStorable } from './storable.ts'
import type { Store } from './store.ts'
import { createTeamStore } from './team.ts'
import { createTryStore } from './try.ts'
import { createVerificationStore } from './verification.ts'
import { createWallStore } from './wall.ts'

/** The store over any engine. `clock` gives epoch ms. */
export function createStore(engine: Engine, clock: () => number = Date.now): Store {
  const store: Store = {
    ...createCampaignStore(engine, clock),
    ...createSourceStore(engine, clock),
    ...createLeadStore(engine),
    ...createBatchStore(engine, clock),
    ...createCheckStore(engine),
    ...createVerificationStore(engine),
    ...createWallStore(engine),
    ...createEventStore(engine),
    ...createQueueStore(engine),
    ...createDecisionStore(engine, clock),
    ...createTeamStore(engine),
    ...createLabelStore(engine),
    ...createFilingStore(engine, clock),
    ...createFilingStateStore(engine, clock),
    ...createSecondOpinionStore(engine),
    ...createEmbeddingStore(engine),
    ...createIdeaStore(engine, clock),
    ...createIdeaListStore(engine),
    ...createIdeaChangeStore(engine, clock),
    ...createMediaStore(engine),
    ...createScreenStore(engine),
    ...createInvitationStore(engine),
    ...createTryStore(engine),
    ...createSessionStore(engine, clock),
    ...createSecretStore(engine),
    ...createBudgetStore(engine),
    checkWritable: () => engine.checkWritable(),
    close: () => engine.close(),
  }
  return guard(store, engine)
}

/** What every method has in common: texts come in as any engine can keep them, faults come out in the product's words. */
function guard(store: Store, engine: Engine): Store {
  const methods = Object.entries(store).map(([name, method]: [string, (...args: unknown[]) => unknown]) => {
    const guarded = async (...args: unknown[]) => {
      try {
        return await method(...args.map(toStorable))
      } catch (error) {
        throw engine.translateFault(error)
      }
    }
    return [name, guarded]
  })
  return { ...(Object.fromEntries(methods) as Store), watch: store.watch }
}
