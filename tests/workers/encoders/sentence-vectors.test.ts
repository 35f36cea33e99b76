import { mkdirSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSentenceVectors } from '@wall/workers/encoders/sentence-vectors'
import { describe, expect, test, vi } from 'vitest'
import { makeFolder, openStandIn, reach } from './stand-in.ts'

const silent = { info: () => {}, warn: () => {} } as never
const numbered = (count: number, what = 'post') =>
  Array.from({ length: count }, (_, index) => `${what} ${index}`)

describe('what it gives', () => {
  test('a vector for each text, in order, whatever batches they went in', async () => {
    const { vectors, batches } = openStandIn()
    const texts = numbered(100)
    const together = await vectors.embed(texts)
    expect(batches()).toBe(7)
    const apart = openStandIn()
    for (const [index, text] of texts.entries())
      expect((await apart.vectors.embed([text]))[0]).toEqual(together[index])
  })

  test('texts that are alike are made once, while they wait and later', async () => {
    const { vectors, texts } = openStandIn()
    const [one, two] = await Promise.all([vectors.embed(['a  b ', 'a b']), vectors.embed(['a\nb'])])
    expect(one?.[0]).toEqual(two?.[0])
    await vectors.embed([' a b'])
    expect(texts()).toBe(1)
  })

  test('a text without characters has a vector of zeros, and never reaches the encoder', async () => {
    const { vectors, texts } = openStandIn()
    expect(await vectors.embed(['', ' \n\t', '\u200b'])).toEqual(Array(3).fill(new Float32Array(4)))
    expect(texts()).toBe(0)
  })

  test('only the beginning of a long text is encoded, and no character is halved', async () => {
    const { vectors, texts } = openStandIn()
    await vectors.embed([`${'x'.repeat(999)}🎉${'y'.repeat(9_000)}`, `${'x'.repeat(999)}🎉z`])
    expect(texts()).toBe(1)
  })

  test('several threads share the work', async () => {
    const { vectors, openGate, batches } = openStandIn({}, { threads: 3, limits: { batchSize: 1 } })
    const waiting = vectors.embed(numbered(9, 'wait for the gate'))
    await vi.waitFor(() => expect(batches()).toBe(3), 30_000)
    openGate()
    expect((await waiting).filter(Boolean)).toHaveLength(9)
  })

  test('posts go before seeds that came earlier', async () => {
    const { vectors, openGate } = openStandIn({ start: 'hold' }, { limits: { batchSize: 1 } })
    const order: string[] = []
    const seeds = numbered(5, 'seed').map((text) =>
      vectors.embed([text], 'seeds').then(() => order.push('seed')),
    )
    const post = vectors.embed(['a post']).then(() => order.push('post'))
    openGate()
    await Promise.all([...seeds, post])
    expect(order[0]).toBe('post')
  })

  test('seeds have their turn, however many posts there are', async () => {
    const { vectors, openGate } = openStandIn({ start: 'hold' }, { limits: { batchSize: 1 } })
    const order: string[] = []
    const posts = numbered(20).map((text) => vectors.embed([text]).then(() => order.push('post')))
    const seed = vectors.embed(['a seed'], 'seeds').then(() => order.push('seed'))
    openGate()
    await Promise.all([...posts, seed])
    expect(order.indexOf('seed')).toBe(3)
  })
})

describe('the file', () => {
  test('keeps the vectors of seeds, and nothing of posts', async () => {
    const dataDir = makeFolder()
    const first = openStandIn({}, { dataDir })
    const made = await first.vectors.embed(numbered(50, 'seed'), 'seeds')
    await first.vectors.embed(numbered(50, 'post'))
    await first.vectors.close()
    const [name = ''] = readdirSync(join(dataDir, 'encoder-cache'))
    expect(name).toBe('stand-in.bin')
    const bytes = readFileSync(join(dataDir, 'encoder-cache', name))
    expect(bytes.length).toBeLessThan(60 * (32 + 16))
    expect(bytes.includes('seed 1')).toBe(false)

    const second = openStandIn({}, { dataDir })
    expect(await second.vectors.embed(numbered(50, 'seed'), 'seeds')).toEqual(made)
    expect(second.texts()).toBe(0)
    await second.vectors.embed(numbered(50, 'post'))
    expect(second.texts()).toBe(50)
  })

  test.each([
    ['cut off', (path: string) => truncateSync(path, 200)],
    ['changed by one bit', (path: string) => flipBit(path, 100)],
    ['of something else', (path: string) => writeFileSync(path, 'hello')],
    ['empty', (path: string) => writeFileSync(path, '')],
  ])('begins anew when it is %s', async (_, damage) => {
    const dataDir = makeFolder()
    const path = join(dataDir, 'encoder-cache/stand-in.bin')
    const first = openStandIn({}, { dataDir })
    const made = await first.vectors.embed(numbered(20, 'seed'), 'seeds')
    await first.vectors.close()
    const whole = readFileSync(path)
    damage(path)
    const second = openStandIn({}, { dataDir })
    expect(await second.vectors.embed(numbered(20, 'seed'), 'seeds')).toEqual(made)
    expect(second.texts()).toBe(20)
    await second.vectors.close()
    expect(readFileSync(path).length).toBe(whole.length)
  })

  test('of another encoder is another one', async () => {
    const dataDir = makeFolder()
    for (const id of ['one', 'two/..\\ö']) {
      const { vectors, texts } = openStandIn({ id }, { dataDir })
      await vectors.embed(['seed'], 'seeds')
      await vectors.close()
      expect(texts()).toBe(1)
    }
    expect(readdirSync(join(dataDir, 'encoder-cache')).sort()).toEqual(['one.bin', 'two_..__.bin'])
  })

  test('that can’t be written is a warning', async () => {
    const dataDir = makeFolder()
    writeFileSync(join(dataDir, 'encoder-cache'), 'in the way')
    const { vectors, warnings } = openStandIn({}, { dataDir })
    expect((await vectors.embed(['seed'], 'seeds'))[0]).toBeDefined()
    await vectors.close()
    expect(warnings).toEqual([
      'the vectors of the seeds can’t be kept; they are made again at the next start',
    ])
  })

  test('a draft left behind by a process that was killed goes', async () => {
    const dataDir = makeFolder()
    mkdirSync(join(dataDir, 'encoder-cache'))
    for (const name of ['stand-in.bin.1.new', 'stand-in.bin.2.new', 'other.bin'])
      writeFileSync(join(dataDir, 'encoder-cache', name), '')
    utimesSync(join(dataDir, 'encoder-cache/stand-in.bin.1.new'), 0, 0)
    const { vectors } = openStandIn({}, { dataDir })
    await vectors.embed(['a'])
    expect(readdirSync(join(dataDir, 'encoder-cache')).sort()).toEqual(['other.bin', 'stand-in.bin.2.new'])
  })

  test('does not grow without end', async () => {
    const dataDir = makeFolder()
    const { vectors } = openStandIn({}, { dataDir, limits: { keptSeeds: 10 } })
    await vectors.embed(numbered(40, 'seed'), 'seeds')
    await vectors.close()
    expect(readFileSync(join(dataDir, 'encoder-cache/stand-in.bin')).length).toBeLessThan(10 * 48 + 100)
  })
})

describe('faults', () => {
  test('off is a state', async () => {
    for (const options of [
      { choice: null, threads: 1 },
      { choice: { kind: 'use-lite' as const }, threads: 0 },
    ]) {
      const vectors = createSentenceVectors({ ...options, dataDir: makeFolder(), log: silent })
      expect(vectors.status()).toMatchObject({
        state: 'off',
        id: null,
        problem: expect.stringMatching(/turned off/),
      })
      expect(await vectors.embed(['a', ''])).toEqual([undefined, undefined])
      await vectors.close()
    }
  })

  test('an encoder that can’t be loaded is a state with its sentence, and nobody waits', async () => {
    const { vectors, starts } = openStandIn({ start: 'unusable' })
    expect(await vectors.embed(['a', '', 'b'])).toEqual([undefined, undefined, undefined])
    expect(vectors.status()).toMatchObject({ state: 'failed', problem: 'It is not there.', waiting: 0 })
    expect(await vectors.embed(['c'])).toEqual([undefined])
    expect(starts()).toBe(1)
  })

  test('a thread that ends is started again, and only the text that ended it has no vector', async () => {
    const { vectors, starts } = openStandIn()
    const texts = ['a', 'b', 'leave', 'c', 'd']
    expect((await vectors.embed(texts)).map(Boolean)).toEqual([true, true, false, true, true])
    expect(starts()).toBe(3)
    expect(await vectors.embed(['leave'])).toEqual([undefined])
    expect(starts()).toBe(3)
    expect(vectors.status().state).toBe('ready')
  })

  test.each(['throw', 'fail', 'fill the heap'])(
    'a text that makes it %s takes no other with it',
    async (word) => {
      const { vectors } = openStandIn({}, { heapMb: 32 })
      expect((await vectors.embed(['a', word, 'b'])).map(Boolean)).toEqual([true, false, true])
      expect((await vectors.embed(['c'])).map(Boolean)).toEqual([true])
    },
  )

  test('a thread that hangs is ended', async () => {
    const { vectors, starts } = openStandIn({}, { times: { batchMs: 1_000 } })
    expect((await vectors.embed(['a', 'hang', 'b'])).map(Boolean)).toEqual([true, false, true])
    expect(starts()).toBe(3)
  })

  test('a thread that hangs while it loads is a state, and is tried again', async () => {
    const { vectors, workers } = openStandIn({ start: 'hang' }, { times: { loadMs: 300, pauseMs: 10 } })
    expect(await vectors.embed(['a'])).toEqual([undefined])
    expect((await reach(vectors, 'failed')).problem).toMatch(
      /did not answer in time.*started again by itself/,
    )
    await reach(vectors, 'loading')
    expect(workers.length).toBeGreaterThanOrEqual(3)
  })

  test('one killed from outside comes back; one that keeps falling over rests', async () => {
    const { vectors, workers, starts, crashStarts } = openStandIn({}, { times: { pauseMs: 20 } })
    await vectors.embed(['a'])
    await workers[0]?.terminate()
    expect((await vectors.embed(['b'])).map(Boolean)).toEqual([true])
    expect(starts()).toBe(2)

    crashStarts(true)
    await workers[1]?.terminate()
    expect((await reach(vectors, 'failed')).problem).toMatch(/ended without being asked/)
    expect(await vectors.embed(['c'])).toEqual([undefined])
    crashStarts(false)
    await reach(vectors, 'ready')
    expect((await vectors.embed(['c'])).map(Boolean)).toEqual([true])
  })

  test('a model that is another one after a crash is not mixed with the first', async () => {
    const ids = ['one', 'two']
    const { vectors, workers } = openStandIn({
      get id() {
        return ids.shift() ?? 'none'
      },
    })
    await vectors.embed(['a'])
    await workers[0]?.terminate()
    expect((await reach(vectors, 'failed')).problem).toMatch(/was changed while the wall ran/)
  })

  test('a thread that can’t be opened is a state', async () => {
    const { vectors } = openStandIn(
      {},
      {
        openWorker: () => {
          throw new Error('no more threads')
        },
      },
    )
    expect(await vectors.embed(['a'])).toEqual([undefined])
    expect(vectors.status().state).toBe('failed')
  })

  test('a listener that throws does no harm', async () => {
    const { vectors, warnings } = openStandIn()
    vectors.onChange(() => {
      throw new Error('on purpose')
    })
    expect((await vectors.embed(['a'])).map(Boolean)).toEqual([true])
    expect(warnings).toContain('something that follows the sentence encoder failed')
  })

  test('a thread that answers too little is not believed', async () => {
    const { vectors } = openStandIn()
    expect((await vectors.embed(['a', 'cut short', 'b'])).map(Boolean)).toEqual([true, false, true])
  })

  test('what does not fit into the queue is answered at once', async () => {
    const { vectors, openGate } = openStandIn(
      { start: 'hold' },
      { limits: { waitingPosts: 10, waitingSeeds: 5 } },
    )
    const posts = numbered(15).map((text) => vectors.embed([text]))
    const seeds = numbered(7, 'seed').map((text) => vectors.embed([text], 'seeds'))
    expect(await Promise.all([...posts.slice(10), ...seeds.slice(5)])).toEqual(Array(7).fill([undefined]))
    expect(vectors.status()).toMatchObject({ state: 'loading', waiting: 15 })
    openGate()
    const rest = await Promise.all([...posts.slice(0, 10), ...seeds.slice(0, 5)])
    expect(rest.flat().filter(Boolean)).toHaveLength(15)
  })

  test('closing midway answers whoever waits, and ends the threads', async () => {
    const { vectors, workers } = openStandIn({}, { threads: 2, limits: { batchSize: 1 } })
    await vectors.embed(['a'])
    const waiting = vectors.embed(['wait for the gate 1', 'wait for the gate 2', 'b', 'c'])
    await vectors.close()
    expect(await waiting).toEqual([undefined, undefined, undefined, undefined])
    expect(workers.map((worker) => worker.threadId)).toEqual([-1, -1])
    expect(vectors.status()).toMatchObject({ state: 'off', waiting: 0 })
    expect(await vectors.embed(['d'])).toEqual([undefined])
    await vectors.close()
  })

  test('closing while it loads ends it too', async () => {
    const { vectors } = openStandIn({ start: 'hang' })
    const waiting = vectors.embed(['a', ''])
    await vectors.close()
    expect(await waiting).toEqual([undefined, undefined])
  })
})

function flipBit(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
