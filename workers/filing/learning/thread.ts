// The thread in which a model is made or measured: one order, one answer, and it ends. How far it is it says meanwhile.
import { parentPort, workerData } from 'node:worker_threads'
import { trainModel } from '../text/train-model.ts'
import type { JobKind, Jobs, MeasuredPart, Order, Said } from './jobs.ts'
import { toOptions, toRows } from './material.ts'
import { measureModel, measureSeeds } from './measure-model.ts'

const order = workerData as Order
say({ answer: answer(order) })

function answer(order: Order): Jobs[keyof Jobs]['answer'] {
  const { kind, material } = order
  if (kind === 'fit') return trainModel(toRows(material), toOptions(material))
  return kind === 'measure' ? measureModel(material, order.ofSeeds) : measureSeeds(material, tellPart)
}

function tellPart(part: MeasuredPart): void {
  say({ part })
}

function say(said: Said<JobKind>): void {
  parentPort?.postMessage(said)
}
