import type { KeptFiles } from '@wall/db/kept-files'
import type { Campaign } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import type { Filer } from '@wall/filing/file-post'
import type { ReadAddress } from '@wall/filing/signals/announcement'
import type { Judge } from '../judge/judge.ts'
import type { Log } from '../log.ts'
import { sleep } from '../sleep.ts'
import { createCampaignLead } from './campaign-lead.ts'
import { fileByVectors, fileByWords } from './file-batch.ts'
import { fitModel } from './fit-model.ts'
import type { LearnerTimes } from './learner-times.ts'
import { createMeasuring } from './measure-at-work.ts'
import { createModelAtWork } from './model-at-work.ts'
import { readSources, type Sources } from './read-material.ts'
import { createRefitTimer } from './refit-timer.ts'
import { askSecondOpinions } from './second-opinions.ts'
import { createVectorFilling } from './vector-filling.ts'
import type { Vectors } from './vectors.ts'

export interface LearnerDeps {
  store: Store
  /** This worker's name among all; see `makeWorkerName`. */
  owner: string
  isGone?: (owner: string) => boolean
  vectors: Vectors
  /** Null: no language model is asked. */
  judge: Judge | null
  /** Models and measures of before. */
  kept: KeptFiles
  readAddress?: ReadAddress | undefined
  clock: () => number
  log: Log
  times: LearnerTimes
}

export interface CampaignLearner {
  /** By the newest model there is. Until the first is made, by rules alone: it looks at those posts again. */
  readonly filer: Filer
  run(signal: AbortSignal): Promise<void>
}

/** Time for what streams and people want meanwhile. */
const breathMs = 10
/** Before it is asked again what is new. */
const batchesPerLook = 10

/**
 * Learns from what moderators decide, in every worker: after each change the model is made anew from all that
 * the store has, and waiting posts are filed with it. One worker at a time (who has the lease) says which
 * model is the newest and measures it; the others file old posts only once theirs is the same one. `readHome`
 * gives the campaign as it is now.
 */
export function createCampaignLearner(
  deps: LearnerDeps,
  home: Campaign,
  readHome: () => Campaign,
): CampaignLearner {
  const { store, owner, vectors, judge, kept, clock, log, times } = deps
  const campaignId = home.id
  const atWork = createModelAtWork(home, deps.readAddress)
  const refits = createRefitTimer(clock, times)
  const lead = createCampaignLead(deps, campaignId)
  const filling = createVectorFilling(store, vectors, campaignId)
  const measure = createMeasuring({
    save: (state) => store.saveFilingState(campaignId, owner, state),
    readNotes: () => ({ encoderNote: vectors.note(), judge: noteJudge(judge) }),
    ...{ kept, clock, times },
  })
  const filing = { by: { store, owner, campaignId }, vectors, claimMs: times.claimMs }
  let isMeaning = false

  return {
    filer: atWork.filer,

    async run(signal) {
      const asking =
        judge && askSecondOpinions({ ...{ store, judge, clock, log, times }, readCampaign }, signal)
      let news = new AbortController()
      store.watch(() => news.abort(), signal)
      while (!signal.aborted) {
        news = new AbortController()
        const isMore = await look(signal).catch((error: unknown) => tell(error) ?? false)
        // News wake us; only what waits for its time must be looked for.
        const restMs = refits.isExpected() ? times.lookEveryMs : times.renewEveryMs
        await sleep(isMore ? breathMs : restMs, AbortSignal.any([signal, news.signal]))
        // Of many commits in a row not each one wakes us.
        await sleep(breathMs, signal)
      }
      await lead.release().catch(tell)
      await asking
    },
  }

  /** Who leads asks: so nobody asks twice. */
  function readCampaign(): Campaign | null {
    return lead.isHeld() ? (atWork.now()?.fitted.campaign ?? null) : null
  }

  /** True when there is more to do at once. */
  async function look(signal: AbortSignal): Promise<boolean> {
    const sources = await readAll()
    refits.note(sources.key)
    if (refits.isDue()) void refit(sources, signal).catch(tell)
    atWork.takeState(await store.readFilingState(campaignId))
    const working = atWork.now()
    if (!working) return false
    await lead.renew(working.stamp)
    if (lead.isHeld()) void measure(working, signal).catch(tell)
    void filling.fill(working.fitted.material, sources.key, signal).catch(tell)
    void meanAll(signal).catch((error: unknown) => signal.aborted || tell(error))
    return fileAll(signal)
  }

  /** What a model would be made of now. */
  async function readAll(): Promise<Sources> {
    const sources = await readSources(store, readHome())
    return { ...sources, key: `${sources.key} ${filling.key()}` }
  }

  async function refit(sources: Sources, signal: AbortSignal): Promise<void> {
    refits.begin()
    try {
      const fitted = await fitModel({ store, vectors, kept, clock }, sources, signal)
      atWork.replace(fitted, await store.readFilingState(campaignId))
      refits.succeed(fitted.key)
      const { name: model, fitMs } = fitted
      log.info({ model, decisions: fitted.material.decisions.length, fitMs }, 'the text model was made anew')
    } catch (error) {
      refits.fail()
      throw error
    }
  }

  async function fileAll(signal: AbortSignal): Promise<boolean> {
    for (let round = 0; round < batchesPerLook && !signal.aborted; round += 1) {
      const working = atWork.now()
      if (!working || !(await fileByWords(filing, working, lead.published()))) return false
      await sleep(breathMs, signal)
    }
    return true
  }

  /** Beside all else: an encoder may be slow, or hang. */
  async function meanAll(signal: AbortSignal): Promise<void> {
    if (isMeaning) return
    isMeaning = true
    try {
      for (let isMore = true; isMore && !signal.aborted; await sleep(breathMs, signal)) {
        const working = atWork.now()
        isMore = working !== null && (await fileByVectors(filing, working, lead.published(), signal))
      }
    } finally {
      isMeaning = false
    }
  }

  function tell(error: unknown): undefined {
    const sentence =
      error instanceof AppError ? error.message : 'Learning failed; it is tried again by itself.'
    log.warn({ err: error instanceof AppError ? error.cause : error }, sentence)
  }
}

function noteJudge(judge: Judge | null) {
  return judge && { name: judge.id, problem: judge.status().problem }
}
