import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface ModelFolder {
  /** Sentences about what is missing; empty when all is there. */
  faults: string[]
  /** Files that decide what the vectors are, below the folder. */
  files: string[]
  /** The variant of the weights, in the words of the package. */
  dtype: string
  pooling: 'mean' | 'cls'
}

/** Looks whether a folder holds a sentence model as `@huggingface/transformers` reads it. Never throws. */
export async function inspectFolder(folder: string): Promise<ModelFolder> {
  const nothing = { files: [], dtype: 'fp32', pooling: 'mean' as const }
  const info = await stat(folder).catch(() => null)
  if (!info?.isDirectory()) return { faults: [`There is no folder ${folder}.`], ...nothing }

  const faults: string[] = []
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => null)
    if (text === null) faults.push(`${name} is missing.`)
    else if (isPointer(text)) faults.push(`${name} ${pointerWords}`)
    else if (!isJson(text)) faults.push(`${name} is damaged: it is not JSON.`)
  }
  const names: string[] = await readdir(join(folder, 'onnx')).catch(() => [])
  const variant = variants.find(({ file }) => names.includes(file))
  const weights = variant
    ? [variant.file, ...names.filter((name) => name.startsWith(`${variant.file}_data`))]
    : []
  if (!variant) faults.push(`onnx/model.onnx is missing, or one of ${listVariants()} in its place.`)
  for (const name of weights) {
    const { size } = await stat(join(folder, 'onnx', name))
    if (size < 1_000 && isPointer(await readFile(join(folder, 'onnx', name), 'latin1')))
      faults.push(`onnx/${name} ${pointerWords}`)
    else if (size === 0) faults.push(`onnx/${name} is empty.`)
  }
  return {
    faults,
    files: ['config.json', 'tokenizer.json', ...weights.map((name) => `onnx/${name}`)],
    dtype: variant?.dtype ?? 'fp32',
    pooling: await readPooling(folder),
  }
}

/** Best first: whoever wants a smaller one leaves the bigger ones out. */
const variants = [
  { file: 'model.onnx', dtype: 'fp32' },
  { file: 'model_quantized.onnx', dtype: 'q8' },
  { file: 'model_int8.onnx', dtype: 'int8' },
  { file: 'model_uint8.onnx', dtype: 'uint8' },
  { file: 'model_fp16.onnx', dtype: 'fp16' },
  { file: 'model_q4.onnx', dtype: 'q4' },
]

const pointerWords =
  'is only a pointer of Git LFS: run `git lfs pull` where it was cloned, and copy it again.'

function listVariants(): string {
  return variants
    .slice(1)
    .map(({ file }) => file)
    .join(', ')
}

function isPointer(text: string): boolean {
  return text.startsWith('version https://git-lfs.github.com/spec/')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Sentence-Transformers keeps beside a model how its word vectors become one. */
async function readPooling(folder: string): Promise<'mean' | 'cls'> {
  const text = await readFile(join(folder, '1_Pooling/config.json'), 'utf8').catch(() => '')
  return /"pooling_mode_cls_token"\s*:\s*true/.test(text) ? 'cls' : 'mean'
}
