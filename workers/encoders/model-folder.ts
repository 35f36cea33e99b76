import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline as pipe } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { AppError } from '@wall/db/model/error'
import { z } from 'zod'
import type { Encoder } from './encoder.ts'
import { inspectFolder } from './inspect-folder.ts'
import { toUnitLength } from './unit-length.ts'

/** The version this was tried with. */
export const transformersPackage = '@huggingface/transformers@4.3.1'

/**
 * Any sentence model in a local folder, through `@huggingface/transformers`, which the wall does not install:
 * it is looked for beside the model first, then among our own packages. Nothing is fetched. Throws AppError
 * `unavailable`.
 */
export async function openModelFolder(path: string): Promise<Encoder> {
  const folder = resolve(path)
  const found = await inspectFolder(folder)
  if (found.faults.length > 0) {
    throw new AppError('unavailable', `The model folder can’t be used. ${found.faults.join(' ')}`)
  }
  const { env, pipeline } = await importPackage(folder)
  Object.assign(env, {
    allowRemoteModels: false,
    allowLocalModels: true,
    localModelPath: dirname(folder),
    useFSCache: false,
    useBrowserCache: false,
  })
  const extract = Extractor.parse(
    await pipeline('feature-extraction', basename(folder), {
      local_files_only: true,
      dtype: found.dtype,
      // As many cores as ENCODER_THREADS says, and not more.
      session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
    }).catch((cause: unknown) => {
      const sentence =
        'The model in the folder can’t be loaded: its files are damaged, or of a kind that the package does not know.'
      throw new AppError('unavailable', sentence, { cause })
    }),
  )
  const embed = async (texts: readonly string[]) => {
    const { dims, data } = Tensor.parse(
      await extract([...texts], { pooling: found.pooling, normalize: true }),
    )
    const [count, dim] = dims
    if (count !== texts.length || data.length !== count * dim)
      throw new AppError('unavailable', 'The model in the folder does not make one vector a text.')
    return texts.map((_, index) =>
      toUnitLength(Float32Array.from(data.subarray(index * dim, (index + 1) * dim))),
    )
  }
  const [first] = await embed(['ready'])
  const id = `${basename(folder)}-${(await digest(folder, found.files)).slice(0, 12)}`
  return { id, dim: first?.length ?? 0, embed, close: async () => {} }
}

async function importPackage(folder: string): Promise<z.infer<typeof Package>> {
  for (const base of [join(folder, 'package.json'), import.meta.url]) {
    const entry = findEntry(base)
    if (entry === null) continue
    const loaded: unknown = await import(pathToFileURL(entry).href).catch(() => null)
    const parsed = Package.safeParse(loaded)
    if (parsed.success) return parsed.data
    throw new AppError(
      'unavailable',
      `${transformersPackage} is installed but can’t be loaded: it is of another version, or was made for another machine. Install it anew on this one.`,
    )
  }
  throw new AppError(
    'unavailable',
    `The package that runs the model is not installed: run \`npm install --ignore-scripts --prefix FOLDER ${transformersPackage}\`, where FOLDER is the one above the model.`,
  )
}

function findEntry(base: string): string | null {
  try {
    return createRequire(base).resolve('@huggingface/transformers')
  } catch {
    return null
  }
}

async function digest(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const name of files) await pipe(createReadStream(join(folder, name)), hash, { end: false })
  return hash.digest('hex')
}

type Call = (...words: unknown[]) => Promise<unknown>
const callable = z.custom<Call>((value) => typeof value === 'function')
const Package = z.object({
  env: z.custom<object>((value) => typeof value === 'object' && value !== null),
  pipeline: callable,
})
const Extractor = callable
const Tensor = z.object({
  dims: z.tuple([z.int(), z.int()]),
  data: z.instanceof(Float32Array),
})
