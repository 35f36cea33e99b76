import { createSentenceVectors } from '@wall/workers/encoders/sentence-vectors'
import { openUseLite } from '@wall/workers/encoders/use-lite'
import type { Bench } from './support/bench.ts'
import { compare, findQuantile, stateAlone } from './support/figures.ts'
import { createRandom } from './support/random.ts'
import { runRounds } from './support/rounds.ts'
import { withTempDir } from './support/temp-dir.ts'
import { writeWords } from './support/words.ts'

const batchSize = 16
const silent = { info: () => {}, warn: () => {} }

/** Sentence vectors as filing gets them, from a thread, against the encoder itself called in this one. */
export const encoder: Bench = {
  name: 'encoder',
  about: 'sentence vectors by the built-in encoder, one thread',
  run: ({ isQuick }) =>
    withTempDir(async (dataDir) => {
      const open = () =>
        createSentenceVectors({ choice: { kind: 'use-lite' }, threads: 1, dataDir, log: silent })
      const memoryBefore = process.memoryUsage.rss()
      const openedAt = performance.now()
      const vectors = open()
      await vectors.embed(['first'])
      const loadMs = performance.now() - openedAt
      if (vectors.status().state !== 'ready') throw new Error(vectors.status().problem ?? 'it is not ready')
      let bare: Awaited<ReturnType<typeof openUseLite>> | null = null
      try {
        const count = isQuick ? 64 : 128
        await vectors.embed(makeTexts(-1, count))
        const memoryMb = (process.memoryUsage.rss() - memoryBefore) / 1e6
        const control = await openUseLite()
        bare = control
        const samples = await runRounds(isQuick ? 2 : 5, {
          ours: (round) => time(count, () => vectors.embed(makeTexts(2 * round, count))),
          bare: (round) => time(count, () => inBatches(makeTexts(2 * round + 1, count), control.embed)),
        })
        const seeds = makeTexts(99, count)
        await vectors.embed(seeds, 'seeds')
        await vectors.close()
        const again = open()
        const reopenedAt = performance.now()
        const kept = await again.embed(seeds, 'seeds')
        const seedsMs = performance.now() - reopenedAt
        const waits: number[] = []
        for (const text of makeTexts(100, isQuick ? 20 : 100)) {
          const askedAt = performance.now()
          await again.embed([text])
          waits.push(performance.now() - askedAt)
        }
        await again.close()
        const against = 'the encoder in this thread'
        return {
          figures: [
            compare({
              ...{ what: 'vectors', unit: 'posts/s', against, aim: { of: 'ratio', atLeast: 0.9 } },
              ...{
                ours: samples.ours.map(({ perSecond }) => perSecond),
                control: samples.bare.map(({ perSecond }) => perSecond),
              },
            }),
            compare({
              ...{ what: 'vectors', unit: 'posts/CPU s', against, aim: { of: 'ours', atLeast: 40 } },
              ...{
                ours: samples.ours.map(({ perCpuSecond }) => perCpuSecond),
                control: samples.bare.map(({ perCpuSecond }) => perCpuSecond),
              },
            }),
            stateAlone({ what: 'one post when idle, p50', unit: 'ms', ours: findQuantile(waits, 0.5) }),
            stateAlone({ what: 'one post when idle, p99', unit: 'ms', ours: findQuantile(waits, 0.99) }),
            stateAlone({ what: 'from nothing to the first vector', unit: 'ms', ours: loadMs }),
            stateAlone({ what: `start with ${kept.length} seeds kept`, unit: 'ms', ours: seedsMs }),
            stateAlone({ what: 'resident memory', unit: 'MB', ours: memoryMb }),
          ],
          notes: [`posts of 20 words, about 110 characters, batches of ${batchSize}`],
        }
      } finally {
        await bare?.close()
        await vectors.close()
      }
    }),
}

function makeTexts(seed: number, count: number): string[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, index) => `${index} ${writeWords(random, 20)}`)
}

async function inBatches(texts: string[], embed: (texts: string[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < texts.length; at += batchSize) await embed(texts.slice(at, at + batchSize))
}

async function time(count: number, run: () => Promise<unknown>) {
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    perSecond: count / ((performance.now() - startedAt) / 1_000),
    perCpuSecond: count / ((user + system) / 1e6),
  }
}
