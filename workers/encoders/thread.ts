// What runs in a worker thread of the encoder: loads it, then answers batch by batch.
import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '@wall/db/model/error'
import type { Encoder, EncoderChoice } from './encoder.ts'
import { openEncoder } from './open-encoder.ts'
import type { BatchMessage, ThreadMessage } from './thread-messages.ts'

const port = parentPort
if (port) {
  const tell = (message: ThreadMessage) => port.postMessage(message)
  try {
    const encoder = await openEncoder(workerData as EncoderChoice)
    port.on('message', (message: BatchMessage) => void answer(encoder, message))
    tell({ kind: 'ready', id: encoder.id, dim: encoder.dim })
  } catch (error) {
    tell({ kind: 'unusable', sentence: tellFault(error) })
  }
}

async function answer(encoder: Encoder, { texts }: BatchMessage): Promise<void> {
  try {
    const vectors = await encoder.embed(texts)
    const values = new Float32Array(vectors.length * encoder.dim)
    for (const [index, vector] of vectors.entries()) values.set(vector, index * encoder.dim)
    const message: ThreadMessage = { kind: 'vectors', values }
    port?.postMessage(message, [values.buffer])
  } catch (error) {
    port?.postMessage({ kind: 'fault', sentence: tellFault(error) } satisfies ThreadMessage)
  }
}

/** The words of foreign errors may hold paths, or the text itself: only ours go on. */
function tellFault(error: unknown): string {
  return error instanceof AppError
    ? error.message
    : 'The sentence encoder can’t be loaded or used. Filing goes by words alone. `npx --yes pnpm@12 wall model` tells more.'
}
