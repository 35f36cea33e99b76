import { cpSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { EncoderStatus } from '@wall/workers/encoders/encoder'
import { inspectFolder } from '@wall/workers/encoders/inspect-folder'
import { createSentenceVectors } from '@wall/workers/encoders/sentence-vectors'
import { describe, expect, test } from 'vitest'
import { makeFolder } from './stand-in.ts'

const log = { info: () => {}, warn: () => {} } as never

/** Speaks like the package, for as much of it as is used; tells through the vector what it was asked. */
const standInPackage = `
export const env = { allowRemoteModels: true, localModelPath: '/models/' }
export async function pipeline(task, name, options) {
  const isLocal = env.allowRemoteModels === false && options.local_files_only === true
  if (!isLocal || task !== 'feature-extraction') throw new Error('would ask the network')
  if (name === 'broken') throw new Error('no such operator')
  return async (texts, { pooling, normalize }) => ({
    dims: [texts.length, 4],
    data: Float32Array.from(texts.flatMap((text) => name === 'nan'
      ? [NaN, 1, 1, 1]
      : [text.length, pooling === 'mean' ? 1 : 0, normalize ? 1 : 0, options.dtype === 'q8' ? 1 : 0])),
    ...(name === 'flat' ? { dims: [4] } : {}),
  })
}`

function makeModel(name = 'minilm'): string {
  const folder = join(makeFolder(), name)
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    writeFileSync(join(folder, file), '{}')
  writeFileSync(join(folder, 'onnx/model.onnx'), 'weights')
  return folder
}

function installPackage(folder: string, code = standInPackage): void {
  const home = join(dirname(folder), 'node_modules/@huggingface/transformers')
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{"type":"module","exports":"./index.js"}')
  writeFileSync(join(home, 'index.js'), code)
}

async function embed(folder: string, texts: string[]): Promise<{ made: number[][]; status: EncoderStatus }> {
  const vectors = createSentenceVectors({
    choice: { kind: 'folder', folder },
    threads: 1,
    dataDir: makeFolder(),
    log,
  })
  const made = await vectors.embed(texts)
  const status = vectors.status()
  await vectors.close()
  return { made: made.map((vector) => [...(vector ?? [])]), status }
}

describe('a model in a folder', () => {
  test('is asked locally, for the mean, at length one', async () => {
    const folder = makeModel()
    installPackage(folder)
    const { made, status } = await embed(folder, ['ab', 'abcd'])
    expect(status).toMatchObject({
      state: 'ready',
      dim: 4,
      id: expect.stringMatching(/^minilm-[0-9a-f]{12}$/),
    })
    const expected = [
      [2, 1, 1, 0],
      [4, 1, 1, 0],
    ].map((row) => row.map((value) => value / Math.hypot(...row)))
    for (const [index, row] of expected.entries())
      for (const [at, value] of row.entries()) expect(made[index]?.[at]).toBeCloseTo(value, 6)
  })

  test('is another encoder with other weights or another tokenizer', async () => {
    const folder = makeModel()
    installPackage(folder)
    const ids = [(await embed(folder, ['a'])).status.id]
    writeFileSync(join(folder, 'onnx/model.onnx'), 'Weights')
    ids.push((await embed(folder, ['a'])).status.id)
    writeFileSync(join(folder, 'tokenizer.json'), '{"a":1}')
    ids.push((await embed(folder, ['a'])).status.id)
    expect(new Set(ids).size).toBe(3)
  })

  test.each([
    [
      'the package is not there',
      'minilm',
      null,
      /npm install --ignore-scripts .*@huggingface\/transformers@/,
    ],
    [
      'the package is of another kind',
      'minilm',
      'export const something = 1',
      /installed but can’t be loaded/,
    ],
    [
      'the package breaks',
      'minilm',
      'throw new Error("no binary for this machine")',
      /installed but can’t be loaded/,
    ],
    ['the package ends the process', 'minilm', 'process.exit(1)', /ended without being asked/],
    ['the weights are of a kind it does not know', 'broken', standInPackage, /can’t be loaded/],
    ['it makes no sentence vectors', 'flat', standInPackage, /can’t be loaded or used/],
    ['its vectors are no numbers', 'nan', standInPackage, /can’t be loaded or used/],
  ])('%s: a state with a sentence', async (_, name, code, sentence) => {
    const folder = makeModel(name)
    if (code !== null) installPackage(folder, code)
    const { made, status } = await embed(folder, ['a'])
    expect(made).toEqual([[]])
    expect(status.problem).toMatch(sentence)
  })
})

describe('looking into a folder', () => {
  test('nothing is missing', async () => {
    expect(await inspectFolder(makeModel())).toEqual({
      faults: [],
      files: ['config.json', 'tokenizer.json', 'onnx/model.onnx'],
      dtype: 'fp32',
      pooling: 'mean',
    })
  })

  test('names all that is missing', async () => {
    const folder = makeModel()
    for (const name of ['tokenizer.json', 'onnx']) rmSync(join(folder, name), { recursive: true })
    const { faults } = await inspectFolder(folder)
    expect(faults).toEqual([
      'tokenizer.json is missing.',
      expect.stringMatching(/^onnx\/model.onnx is missing, or one of model_quantized.onnx/),
    ])
  })

  test.each([
    ['no folder', (folder: string) => rmSync(folder, { recursive: true }), /^There is no folder/],
    [
      'a file',
      (folder: string) => {
        rmSync(folder, { recursive: true })
        writeFileSync(folder, '')
      },
      /^There is no folder/,
    ],
    [
      'half a file',
      (folder: string) => writeFileSync(join(folder, 'tokenizer.json'), '{"a":'),
      /tokenizer.json is damaged/,
    ],
    [
      'empty weights',
      (folder: string) => truncateSync(join(folder, 'onnx/model.onnx')),
      /model.onnx is empty/,
    ],
    [
      'a pointer in place of weights',
      (folder: string) =>
        writeFileSync(join(folder, 'onnx/model.onnx'), 'version https://git-lfs.github.com/spec/v1\noid'),
      /onnx\/model.onnx is only a pointer of Git LFS/,
    ],
  ])('%s', async (_, damage, sentence) => {
    const folder = makeModel()
    damage(folder)
    expect((await inspectFolder(folder)).faults.join()).toMatch(sentence)
  })

  test('takes the variant that is there, with its data beside it, and the pooling it was made for', async () => {
    const folder = makeModel()
    rmSync(join(folder, 'onnx/model.onnx'))
    writeFileSync(join(folder, 'onnx/model_quantized.onnx'), 'weights')
    writeFileSync(join(folder, 'onnx/model_quantized.onnx_data'), 'weights')
    mkdirSync(join(folder, '1_Pooling'))
    writeFileSync(join(folder, '1_Pooling/config.json'), '{ "pooling_mode_cls_token": true }')
    const copy = join(makeFolder(), 'copy')
    cpSync(folder, copy, { recursive: true })
    expect(await inspectFolder(copy)).toMatchObject({
      faults: [],
      files: ['config.json', 'tokenizer.json', 'onnx/model_quantized.onnx', 'onnx/model_quantized.onnx_data'],
      dtype: 'q8',
      pooling: 'cls',
    })
  })
})
