import { join } from 'node:path'
import { startThread } from '@wall/filing/jobs/start-thread'
import type { EncoderStatus } from './encoder.ts'
import { createEncoderThread } from './encoder-thread.ts'
import { createSeedStore, type SeedStore } from './seed-store.ts'
import { encoderClosed, encoderOff, modelChanged } from './sentences.ts'
import { makeTextKey, normaliseText } from './text-key.ts'
import { createVectorMemory } from './vector-memory.ts'
import { defaultLimits, defaultTimes, type SentenceVectors, type VectorsOptions } from './vectors-options.ts'
import { createWorkQueue, type Job, type Lane } from './work-queue.ts'

/** Starts the encoder; returns at once, while it loads. */
export function createSentenceVectors(options: VectorsOptions): SentenceVectors {
  const { choice, dataDir, log } = options
  const limits = { ...defaultLimits, ...options.limits }
  const queue = createWorkQueue({ posts: limits.waitingPosts, seeds: limits.waitingSeeds })
  const posts = createVectorMemory(limits.keptPosts)
  /** Texts that broke the encoder twice: they are not tried again. */
  const breaking = createVectorMemory(1_000)
  const waiting = new Map<string, Job>()
  const listeners = new Set<(status: EncoderStatus) => void>()
  let seeds: SeedStore | null = null
  let facts: { id: string; dim: number } | null = null
  /** Resolves once it is known whether there will be vectors, and of which size. */
  const known = Promise.withResolvers<void>()
  let isClosed = false
  let toldState = ''

  const threadCount = choice ? options.threads : 0
  const openWorker =
    options.openWorker ?? (() => startThread(new URL('./thread.ts', import.meta.url), choice))
  const threads = Array.from({ length: threadCount }, () =>
    createEncoderThread({
      openWorker,
      times: { ...defaultTimes, ...options.times },
      accept,
      // Not at once: the first call comes before the list is made.
      onChange: () => queueMicrotask(react),
    }),
  )

  return {
    status: tellStatus,
    embed: (texts, lane = 'posts') => Promise.all(texts.map((text) => find(normaliseText(text), lane))),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      isClosed = true
      dropWaiting()
      await Promise.all([...threads.map((thread) => thread.close()), seeds?.close()])
    },
  }

  async function find(text: string, lane: Lane): Promise<Float32Array | undefined> {
    const { state } = tellStatus()
    if (state === 'off' || state === 'failed') return undefined
    const key = makeTextKey(text)
    // Not before the file is read: what it holds need not be made again.
    await seeds?.loaded
    if (text === '') {
      await known.promise
      return facts ? new Float32Array(facts.dim) : undefined
    }
    const made = seeds?.memory.get(key) ?? posts.get(key)
    if (made && lane === 'seeds') seeds?.put(key, made)
    if (made || isClosed || breaking.get(key)) return made
    const same = waiting.get(key)
    if (same) {
      if (lane === 'posts') queue.hurry(same)
      else same.lane = 'seeds'
      return same.done.promise
    }
    const job = { key, text, lane, failures: 0, done: Promise.withResolvers<Float32Array | undefined>() }
    if (!queue.add(job)) return undefined
    waiting.set(key, job)
    react()
    return job.done.promise
  }

  function accept(found: { id: string; dim: number }): string | null {
    if (facts) return facts.id === found.id && facts.dim === found.dim ? null : modelChanged
    facts = found
    known.resolve()
    const path = join(dataDir, 'encoder-cache', `${found.id.replace(/[^\w.-]/g, '_')}.bin`)
    seeds = createSeedStore({ path, ...found }, limits.keptSeeds, log)
    return null
  }

  function react(): void {
    if (isClosed) return
    const status = tellStatus()
    if (status.state === 'failed') dropWaiting()
    for (const thread of threads) if (thread.state === 'idle' && seeds?.isLoaded) give(thread)
    if (seeds && !seeds.isLoaded) void seeds.loaded.then(react)
    if (status.state === toldState) return
    toldState = status.state
    if (status.state === 'failed') log.warn({ encoder: status.id }, status.problem ?? '')
    else log.info({ encoder: status.id, threads: threadCount }, `the sentence encoder: ${status.state}`)
    for (const listener of listeners) {
      try {
        listener(status)
      } catch (err) {
        log.warn({ err }, 'something that follows the sentence encoder failed')
      }
    }
  }

  function give(thread: (typeof threads)[number]): void {
    const jobs: Job[] = []
    // The file may have had them meanwhile.
    for (const job of queue.take(limits.batchSize)) {
      const made = seeds?.memory.get(job.key)
      if (made) settle(job, made)
      else jobs.push(job)
    }
    if (jobs.length === 0) {
      if (queue.size > 0) give(thread)
      return
    }
    thread.run(jobs.map((job) => job.text)).then(
      (values) => {
        const { dim } = facts ?? { dim: 0 }
        const isWhole = values.length === dim * jobs.length
        for (const [index, job] of jobs.entries())
          isWhole ? keep(job, values.slice(index * dim, (index + 1) * dim)) : retry(job)
        react()
      },
      () => {
        for (const job of jobs) retry(job)
        react()
      },
    )
  }

  function keep(job: Job, vector: Float32Array): void {
    if (job.lane === 'seeds') seeds?.put(job.key, vector)
    else posts.set(job.key, vector)
    settle(job, vector)
  }

  function retry(job: Job): void {
    job.failures++
    if (job.failures < 2 && !isClosed) {
      queue.addFirst(job)
    } else {
      if (!isClosed) breaking.set(job.key, new Float32Array())
      settle(job, undefined)
    }
  }

  function settle(job: Job, vector: Float32Array | undefined): void {
    waiting.delete(job.key)
    job.done.resolve(vector)
  }

  function dropWaiting(): void {
    known.resolve()
    for (const job of queue.takeAll()) settle(job, undefined)
  }

  function tellStatus(): EncoderStatus {
    const rest = { id: facts?.id ?? null, dim: facts?.dim ?? null, waiting: waiting.size }
    if (threadCount === 0) return { state: 'off', problem: encoderOff, ...rest }
    if (isClosed) return { state: 'off', problem: encoderClosed, ...rest }
    if (threads.some(({ state }) => state === 'idle' || state === 'busy'))
      return { state: 'ready', problem: null, ...rest }
    if (threads.some(({ state }) => state === 'loading')) return { state: 'loading', problem: null, ...rest }
    return { state: 'failed', problem: threads.find(({ problem }) => problem)?.problem ?? null, ...rest }
  }
}
