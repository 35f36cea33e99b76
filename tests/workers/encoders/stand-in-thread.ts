// A thread that speaks like the real one, and does what the words of a text tell it to.
import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import type { BatchMessage, ThreadMessage } from '@wall/workers/encoders/thread-messages'

export interface StandIn {
  /** What happens at the start; `hold` waits for the gate. */
  start?: 'hold' | 'crash' | 'hang' | 'unusable'
  id?: string
  /** Shared by all threads: 0 gate (1: open), 1 starts, 2 batches, 3 texts, 4 1: starts crash. */
  counters: Int32Array<SharedArrayBuffer>
}

const port = parentPort
const { start, id, counters } = workerData as StandIn
const tell = (message: ThreadMessage) => port?.postMessage(message)

Atomics.add(counters, 1, 1)
if (start === 'hold') waitForGate()
if (start === 'crash' || Atomics.load(counters, 4) === 1) process.exit(3)
if (start === 'hang') for (;;);
port?.on('message', answer)
if (start === 'unusable') tell({ kind: 'unusable', sentence: 'It is not there.' })
else tell({ kind: 'ready', id: id ?? 'stand-in', dim: 4 })

function answer({ texts }: BatchMessage): void {
  Atomics.add(counters, 2, 1)
  Atomics.add(counters, 3, texts.length)
  for (const text of texts) {
    if (text.includes('wait for the gate')) waitForGate()
    if (text.includes('hang')) for (;;);
    if (text.includes('leave')) process.exit(0)
    if (text.includes('throw')) throw new Error('on purpose')
    if (text.includes('fill the heap')) {
      const heap: unknown[] = []
      for (;;) heap.push(new Array(10_000).fill({}))
    }
  }
  if (texts.some((text) => text.includes('fail'))) {
    tell({ kind: 'fault', sentence: 'on purpose' })
    return
  }
  const values = Float32Array.from(
    texts.flatMap((text) => [...createHash('sha256').update(text).digest()].slice(0, 4)),
  )
  tell({ kind: 'vectors', values: texts.includes('cut short') ? values.slice(1) : values })
}

function waitForGate(): void {
  Atomics.wait(counters, 0, 0)
}
