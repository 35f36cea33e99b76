import type { Engine } from '../engines/engine.ts'
import { createCampaignStore } from './campaign.ts'
import { createBudgetStore } from './filing/budget.ts'
import { createEmbeddingStore } from './filing/embedding.ts'
import { createFilingStore } from './filing/filing.ts'
import { createFilingStateStore } from './filing/filing-state.ts'
import { createLabelStore } from './filing/label.ts'
import { createSecondOpinionStore } from './filing/second-opinion.ts'
import { createIdeaStore } from './ideas/idea.ts'
import { createIdeaChangeStore } from './ideas/idea-change.ts'
import { createIdeaListStore } from './ideas/idea-list.ts'
import { createJobCursorStore } from './jobs/job-cursor.ts'
import { createLeadStore } from './jobs/lead.ts'
import { createScreenStore } from './jobs/screen.ts'
import { createSourceStore } from './jobs/source.ts'
import { createEventStore } from './lists/event.ts'
import { createMediaStore } from './lists/media.ts'
import { createQueueStore } from './lists/queue.ts'
import { createTeamStore } from './lists/team.ts'
import { createWallStore } from './lists/wall.ts'
import { createInvitationStore } from './people/invitation.ts'
import { createSecretStore } from './people/secret.ts'
import { createSessionStore } from './people/session.ts'
import { createTryStore } from './people/try.ts'
import { createBatchStore } from './posts/batch.ts'
import { createCheckStore } from './posts/check.ts'
import { createDecisionStore } from './posts/decision.ts'
import { createVerificationStore } from './posts/verification.ts'
import type { Store } from './store.ts'

/** The store over any engine. `clock` gives epoch ms. */
export function createStore(engine: Engine, clock: () => number = Date.now): Store {
  const store: Store = {
    ...createCampaignStore(engine, clock),
    ...createSourceStore(engine, clock),
    ...createLeadStore(engine),
    ...createJobCursorStore(engine),
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

/**
 * What every method has in common: texts come in as any engine can keep them, faults come out in the
 * product's words.
 */
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

/**
 * A value whose texts both engines can keep: PostgreSQL refuses NUL and half of a UTF-16 pair, which JSON
 * from outside may hold. Each becomes U+FFFD. Answers the value itself when there is none.
 */
function toStorable(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value)
  if (Array.isArray(value)) {
    const items = value.map(toStorable)
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  const entries = Object.entries(value)
  const stored = entries.map(([key, item]) => [toStorableText(key), toStorable(item)] as const)
  const isChanged = stored.some(
    ([key, item], index) => key !== entries[index]?.[0] || item !== entries[index]?.[1],
  )
  return isChanged ? Object.fromEntries(stored) : value
}

function toStorableText(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\uFFFD')
}
