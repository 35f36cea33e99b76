import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { KeptFiles } from '@wall/db/kept-files'
import type { FilingGate, FilingState } from '@wall/db/model/filing/filing-state'
import { hasPassed } from '@wall/db/model/wait'
import { type MeasuredSeeds, seedsMeasure } from '@wall/filing/jobs/jobs'
import { nameMaterial } from '@wall/filing/jobs/material'
import { runJob } from '@wall/filing/jobs/run-job'
import type { Fitted } from './fit-model.ts'
import type { LearnerTimes } from './learner-times.ts'
import type { Working } from './model-at-work.ts'

type MeasureName = Required<Pick<FilingState, 'model' | 'turnedDown'>>
type Notes = Required<Pick<FilingState, 'encoderNote' | 'judge'>>

interface Deps {
  /** False when the lead was lost. */
  save: (state: FilingState) => Promise<boolean>
  /** What the team should know of other minds. */
  readNotes: () => Notes
  kept: KeptFiles
  clock: () => number
  times: Pick<LearnerTimes, 'measureAfterMs'>
}

/** Measures each model once, if it lasts, and saves what came out; for the worker that leads. */
export function createMeasuring({ save, readNotes, kept, clock, times }: Deps) {
  let isMeasuring = false
  /** What broke once breaks again: the next model may do better. */
  let unmeasurable: MeasureName | null = null
  /** Kept until it is saved: a database that was away for a moment costs no second measure. */
  let measured: FilingState | null = null

  return async ({ fitted, state }: Working, signal: AbortSignal): Promise<void> => {
    if (isMeasuring) return
    if (state) {
      const noted = { ...state, ...readNotes() }
      if (!isDeepStrictEqual(noted, state)) await save(noted)
    }
    const wanted = nameOf(fitted)
    const isKnown = state !== null && isOf(state, wanted)
    if (isMeasuring || isKnown || isDeepStrictEqual(unmeasurable, wanted)) return
    if (!hasPassed(times.measureAfterMs, fitted.fittedAt, clock())) return
    isMeasuring = true
    try {
      if (!measured || !isOf(measured, wanted)) measured = await tryMeasure(fitted, wanted, signal)
      await save({ ...measured, ...readNotes(), gate: rememberOpen(measured.gate, state?.gate) })
      measured = null
    } finally {
      isMeasuring = false
    }
  }

  async function tryMeasure(fitted: Fitted, wanted: MeasureName, signal: AbortSignal): Promise<FilingState> {
    try {
      return await measure(fitted, signal)
    } catch (error) {
      if (!signal.aborted) unmeasurable = wanted
      throw error
    }
  }

  async function measure(fitted: Fitted, signal: AbortSignal): Promise<FilingState> {
    const { material, campaign, fittedAt, fitMs, encoder } = fitted
    // The seeds change seldom, and are many.
    const kind = `seeds-${seedsMeasure}-${campaign.id}`
    const name = nameMaterial(material, [])
    const known = (await kept.read(kind, name)) as MeasuredSeeds | undefined
    const { ofSeeds, ...found } = await runJob('measure', { material, ofSeeds: known }, signal)
    if (!known) await kept.write(kind, name, ofSeeds, 2)
    const decisions = material.decisions.length
    const agreed = material.decisions.filter(({ wasProposed }) => wasProposed).length
    const facts = { ...nameOf(fitted), encoder, ...readNotes(), fittedAt, fitMs, decisions, agreed }
    return { ...facts, ...found }
  }
}

/** What a measure is of: the same model may have other posts to prove itself on. */
function nameOf({ name, material }: Fitted): MeasureName {
  const ids = material.turnedDown.map(({ postId }) => postId).join()
  return { model: name, turnedDown: createHash('sha256').update(ids).digest('hex').slice(0, 8) }
}

function isOf({ model, turnedDown }: FilingState, wanted: MeasureName): boolean {
  return model === wanted.model && turnedDown === wanted.turnedDown
}

/** The team is to know that text had filed by itself and does no more. */
function rememberOpen(gate: FilingGate, before: FilingGate | undefined): FilingGate {
  const wasOpen = before?.isOpen === true || before?.wasOpen === true
  return !gate.isOpen && wasOpen ? { ...gate, wasOpen } : gate
}
