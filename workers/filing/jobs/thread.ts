// The thread in which a model is made or measured: one order, one answer, and it ends. How far it is it says
// meanwhile.
import { parentPort, workerData } from 'node:worker_threads'
import { trainModel } from '../text/train-model.ts'
import type { JobKind, Jobs, MeasuredPart, Order, Said } from './jobs.ts'
import { toOptions, toRows } from './material.ts'
import { measureModel, measureSeeds } from './measure-model.ts'

const order = workerData as Order
const stopped = new Error('stopped')
try {
  say({ answer: answer(order) })
} catch (error) {
  if (error !== stopped) throw error
}

function answer(order: Order): Jobs[keyof Jobs]['answer'] {
  const { kind, material } = order
  goOn()
  if (kind === 'fit') return trainModel(toRows(material), toOptions(material), goOn)
  const steps = { onPart: tellPart, onStep: goOn }
  return kind === 'measure' ? measureModel(material, order.ofSeeds, steps) : measureSeeds(material, steps)
}

function goOn(): void {
  if (Atomics.load(order.isStopped, 0) !== 0) throw stopped
}

function tellPart(part: MeasuredPart): void {
  say({ part })
}

function say(said: Said<JobKind>): void {
  parentPort?.postMessage(said)
}
