import { isDeepStrictEqual } from 'node:util'
import type { Campaign } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { FilingGate, FilingState } from '@wall/db/model/filing-state'
import type { Label } from '@wall/db/model/label'
import type { Store } from '@wall/db/store/store'
import type { Log } from '../../log.ts'
import { sleep } from '../../sleep.ts'
import { createFiler, type Filer } from '../file-post.ts'
import { openModel, type TextModel } from '../text/open-model.ts'
import { fileWaiting } from './file-waiting.ts'
import type { Material, MeasuredSeeds } from './jobs.ts'
import { listOwnTexts, nameContent, readSources, type Sources, toMaterial } from './read-material.ts'
import { runJob } from './run-job.ts'
import type { Vectors } from './vectors.ts'

export interface LearnerTimes {
  /** So long after the last change, or so long after the first, the model is made anew. */
  quietMs: number
  longestMs: number
  lookEveryMs: number
  /** A model is measured once it has lasted so long: the next one may be on its way. */
  measureAfterMs: number
  /** How long a worker that is not heard of still says which model is the newest. */
  leaseMs: number
  renewEveryMs: number
  /** How long it keeps the posts it is filing. */
  claimMs: number
}

export const learnerTimes: LearnerTimes = {
  quietMs: 2_000,
  longestMs: 10_000,
  lookEveryMs: 1_000,
  measureAfterMs: 3_000,
  leaseMs: 10_000,
  renewEveryMs: 3_000,
  claimMs: 20_000,
}

export interface LearnerDeps {
  store: Store
  /** This worker's name among all; see `makeWorkerName`. */
  owner: string
  isGone?: (owner: string) => boolean
  vectors: Vectors
  clock: () => number
  log: Log
  times: LearnerTimes
}

export interface CampaignLearner {
  /** By the newest model there is. Until the first is made, by rules alone: it looks at those posts again. */
  readonly filer: Filer
  run(signal: AbortSignal): Promise<void>
}

/** A model at work, and what it was made of. */
interface Fitted {
  model: TextModel
  /** The model and the campaign whose rules stand before it. */
  name: string
  material: Material
  campaign: Campaign
  key: string
  seedsKey: string
  fitMs: number
  fittedAt: number
  encoder: string | null
}

/** Small, so that streams and people need not wait for the thread. */
const batch = { words: 32, vectors: 32 }
/** Time for what they want meanwhile. */
const breathMs = 10
/** Before it is asked again what is new. */
const batchesPerLook = 10

/**
 * Learns from what moderators decide, in every worker: after each change the model is made anew from all that the store has, and
 * waiting posts are filed with it. One worker at a time (who has the lease) says which model is the newest and measures it;
 * the others file old posts only once theirs is the same one.
 */
export function createCampaignLearner(deps: LearnerDeps, home: Campaign): CampaignLearner {
  const { store, owner, vectors, clock, log, times } = deps
  const campaignId = home.id
  let fitted: Fitted | null = null
  let state: FilingState | null = null
  let filer: Filer = createFiler(home, null)
  /** What waiting posts are marked with once this model and gate have looked at them. */
  let stamp: string | null = null
  let seenKey = ''
  let firstChangeAt: number | null = null
  let lastChangeAt = 0
  let isFitting = false
  let hasFailed = false
  let isMeasuring = false
  /** They change seldom, and are many. */
  let measuredSeeds: { name: string; found: MeasuredSeeds } | null = null
  let isFilling = false
  let filledRound = 0
  let filledKey = ''
  let isLeading = false
  let renewAt = 0
  let unmeasurable: string | null = null
  let published: string | null = null

  return {
    filer: { file: (input, vector) => filer.file(input, vector) },

    async run(signal) {
      let news = new AbortController()
      store.watch(() => news.abort(), signal)
      while (!signal.aborted) {
        news = new AbortController()
        const isMore = await look(signal).catch((error: unknown) => tell(error) ?? false)
        await sleep(isMore ? breathMs : times.lookEveryMs, AbortSignal.any([signal, news.signal]))
        // Of many commits in a row not each one wakes us.
        await sleep(breathMs, signal)
      }
      if (isLeading) await store.releaseFilingState(campaignId, owner).catch(tell)
    },
  }

  /** True when there is more to do at once. */
  async function look(signal: AbortSignal): Promise<boolean> {
    const sources = await readKey()
    noteChange(sources.key)
    if (isDue() && !isFitting) void fit(sources, signal).catch(tell)
    takeState(await store.readFilingState(campaignId))
    await lead()
    if (isLeading) void measure(signal).catch(tell)
    void fillVectors(signal).catch(tell)
    for (let round = 1; await fileBatch(); round += 1) {
      if (round === batchesPerLook || signal.aborted) return true
      await sleep(breathMs, signal)
    }
    return false
  }

  async function readKey(): Promise<Sources> {
    const sources = await readSources(store, home.slug)
    // An encoder is no news before there are vectors; one that failed is.
    const encoder = filledRound === 0 ? null : vectors.id()
    return { ...sources, key: `${sources.key} ${encoder} ${filledRound}` }
  }

  function noteChange(key: string): void {
    if (key === seenKey) return
    seenKey = key
    lastChangeAt = clock()
    if (key !== fitted?.key) firstChangeAt ??= lastChangeAt
  }

  function isDue(): boolean {
    if (fitted?.key === seenKey) return false
    if (!fitted && !hasFailed) return true
    const now = clock()
    return now - lastChangeAt >= times.quietMs || now - (firstChangeAt ?? now) >= times.longestMs
  }

  async function fit(sources: Sources, signal: AbortSignal): Promise<void> {
    isFitting = true
    firstChangeAt = null
    try {
      const labels = await store.listLabels(campaignId)
      const material = withVectors(toMaterial(sources, labels), labels)
      const startedAt = clock()
      const data = await runJob('fit', { material }, signal)
      const { campaign, key, seedsKey } = sources
      const name = `${data.id}-${nameContent(campaign)}`
      const encoder = data.vectors === null ? null : vectors.id()
      const fittedAt = clock()
      const fitMs = fittedAt - startedAt
      const made = { campaign, key, seedsKey, fittedAt, fitMs, encoder }
      fitted = { model: openModel(data), name, material, ...made }
      if (seenKey === '') seenKey = key
      takeState(await store.readFilingState(campaignId), true)
      log.info({ model: name, decisions: labels.length, fitMs }, 'the text model was made anew')
    } catch (error) {
      // Not again at once.
      lastChangeAt = clock()
      hasFailed = true
      throw error
    } finally {
      isFitting = false
    }
  }

  /** Vectors come in when all are there: the same rows then make the same model in every worker. */
  function withVectors(material: Material, labels: readonly Label[]): Material {
    const ofTexts = vectors.ofTexts(listOwnTexts(material))
    const ofLabels = vectors.ofLabels(labels)
    if (!ofTexts || !ofLabels) return material
    const decisions = material.decisions.map((one) => ({ ...one, vector: ofLabels.get(one.postId ?? -1) }))
    return { ...material, decisions, vectors: ofTexts }
  }

  /** The gate is the newest that was measured for this campaign: that of the model before, until this one is. */
  function takeState(next: FilingState | null, isNewModel = false): void {
    if (!fitted) return
    if (!isNewModel && isDeepStrictEqual(next, state)) return
    state = next
    const isOfCampaign = state?.model.endsWith(`-${nameContent(fitted.campaign)}`) === true
    const gate = isOfCampaign && state ? state.gate : { isOpen: false, threshold: null }
    filer = createFiler(fitted.campaign, fitted.model, gate)
    stamp = `${fitted.name}-${gate.isOpen ? gate.threshold : 'shut'}`
  }

  async function lead(): Promise<void> {
    if (stamp === null) return
    published = await store.readFilingModel(campaignId)
    const isStale = isLeading && published !== stamp
    if (clock() < renewAt && !isStale) return
    renewAt = clock() + times.renewEveryMs
    isLeading = await store.leaseFilingState(campaignId, owner, times.leaseMs, {
      model: stamp,
      ...(deps.isGone && { isGone: deps.isGone }),
    })
    if (isLeading) published = stamp
  }

  async function measure(signal: AbortSignal): Promise<void> {
    if (state && !isMeasuring && state.encoderNote !== vectors.note()) {
      await store.saveFilingState(campaignId, owner, { ...state, encoderNote: vectors.note() })
    }
    if (isMeasuring || !fitted || state?.model === fitted.name || unmeasurable === fitted.name) return
    if (clock() - fitted.fittedAt < times.measureAfterMs) return
    isMeasuring = true
    const { name, material, fittedAt, fitMs, encoder, seedsKey } = fitted
    const seedsName = `${seedsKey} ${encoder}`
    try {
      const known = measuredSeeds?.name === seedsName ? measuredSeeds.found : undefined
      const { ofSeeds, ...measured } = await runJob('measure', { material, ofSeeds: known }, signal)
      measuredSeeds = { name: seedsName, found: ofSeeds }
      const decisions = material.decisions.length
      const encoderNote = vectors.note()
      const facts = { model: name, encoder, encoderNote, fittedAt, fitMs, decisions }
      const gate = rememberOpen(measured.gate, state?.gate)
      await store.saveFilingState(campaignId, owner, { ...facts, ...measured, gate })
    } catch (error) {
      // What broke once breaks again: the next model may do better.
      if (!signal.aborted) unmeasurable = name
      throw error
    } finally {
      isMeasuring = false
    }
  }

  async function fillVectors(signal: AbortSignal): Promise<void> {
    if (isFilling || !fitted || filledKey === seenKey || vectors.id() === null) return
    isFilling = true
    filledKey = seenKey
    try {
      const labels = await store.listLabels(campaignId)
      if (await vectors.fill(listOwnTexts(fitted.material), labels, signal)) filledRound += 1
    } finally {
      isFilling = false
    }
  }

  async function fileBatch(): Promise<boolean> {
    if (!fitted || stamp === null) return false
    const by = { store, owner, campaignId }
    const hasVectors = fitted.encoder !== null && vectors.id() === fitted.encoder
    // At once, by words alone; who has an encoder looks again.
    const mark = hasVectors ? `${stamp}~` : stamp
    const limits = { limit: batch.words, leaseMs: times.claimMs }
    const fresh = await fileWaiting(by, { filer, model: mark, onlyNew: true, ...limits })
    if (fresh === batch.words) return true
    if (published !== stamp) return false
    if (!hasVectors) return (await fileWaiting(by, { filer, model: stamp, ...limits })) === batch.words
    const order = { filer, model: stamp, vectors, ...limits, limit: batch.vectors }
    return (await fileWaiting(by, order)) === batch.vectors
  }

  function tell(error: unknown): undefined {
    const sentence =
      error instanceof AppError ? error.message : 'Learning failed; it is tried again by itself.'
    log.warn({ err: error instanceof AppError ? error.cause : error }, sentence)
  }
}

/** The team is to know that text had filed by itself and does no more. */
function rememberOpen(gate: FilingGate, before: FilingGate | undefined): FilingGate {
  const wasOpen = before?.isOpen === true || before?.wasOpen === true
  return !gate.isOpen && wasOpen ? { ...gate, wasOpen } : gate
}
