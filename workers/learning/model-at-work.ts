import { isDeepStrictEqual } from 'node:util'
import type { Campaign } from '@wall/db/model/campaign'
import type { FilingState } from '@wall/db/model/filing/filing-state'
import { createFiler, type Filer } from '@wall/filing/file-post'
import type { ReadAddress } from '@wall/filing/signals/announcement'
import type { Fitted } from './fit-model.ts'
import { nameContent } from './read-material.ts'

/** A model with the gate that stands before it, as posts are filed by it. */
export interface Working {
  fitted: Fitted
  /** What was measured last, perhaps of the model before. */
  state: FilingState | null
  filer: Filer
  /** What waiting posts are marked with once this model and gate have looked at them. */
  stamp: string
}

export interface ModelAtWork {
  /** Always by the newest model. Until the first is made, by rules alone. */
  readonly filer: Filer
  /** Null until the first model is made. */
  now(): Working | null
  replace(fitted: Fitted, state: FilingState | null): void
  takeState(state: FilingState | null): void
}

export function createModelAtWork(home: Campaign, readAddress?: ReadAddress): ModelAtWork {
  const byRules = createFiler(home, null, undefined, readAddress)
  let working: Working | null = null

  return {
    filer: { file: (input, vector) => (working?.filer ?? byRules).file(input, vector) },
    now: () => working,
    replace(fitted, state) {
      working = putToWork(fitted, state, readAddress)
    },
    takeState(state) {
      if (working && !isDeepStrictEqual(state, working.state))
        working = putToWork(working.fitted, state, readAddress)
    },
  }
}

/**
 * The gate is the newest that was measured for this campaign: that of the model before, until this one is.
 */
function putToWork(fitted: Fitted, state: FilingState | null, readAddress?: ReadAddress): Working {
  const isOfCampaign = state?.model.endsWith(`-${nameContent(fitted.campaign)}`) === true
  const gate = isOfCampaign ? state.gate : { isOpen: false, threshold: null }
  const filer = createFiler(fitted.campaign, fitted.model, gate, readAddress)
  return { fitted, state, filer, stamp: `${fitted.name}-${gate.isOpen ? gate.threshold : 'shut'}` }
}
