import { setTimeout as sleep } from 'node:timers/promises'
import { makeNetworkPost } from '../support/network/network-posts.ts'
import { campaignPath, type InstalledWall, startInstalledWall } from '../support/wall/installed-wall.ts'
import type { Bench, BenchContext, Figure, Outcome } from './support/bench.ts'
import { compare, findQuantile } from './support/figures.ts'
import { runRounds } from './support/rounds.ts'
import { writeSeedTexts } from './support/seed-texts.ts'
import { withPostgres } from './support/storing/bench-postgres.ts'

const size = 1_000

/**
 * A thousand posts at once: from the moment each is sent on the stream until a moderator's page has it with
 * suggestions, through the true workers, the store and the true api.
 */
export const filingBurst: Bench = {
  name: 'filing-burst',
  about: 'from post to suggestion in a burst of 1,000, on SQLite and PostgreSQL',
  run: (context) =>
    withPostgres(async ({ makeDatabase }) => {
      const sqlite = await measure('SQLite', [null, null], context)
      const databases = [await makeDatabase('seeds'), await makeDatabase('titles')] as const
      const postgres = await measure('PostgreSQL', databases, context)
      const figures = [...sqlite.figures, ...postgres.figures]
      return { figures, notes: [...sqlite.notes, ...postgres.notes] }
    }),
}

/** Milliseconds. */
interface Burst {
  p50: number
  p99: number
  all: number
  /** Part of the burst during which a model was being made. */
  fitted: number
}

async function measure(
  engine: string,
  [ourUrl, plainUrl]: readonly [string | null, string | null],
  { isQuick, say }: BenchContext,
): Promise<Outcome> {
  const ours = await startInstalledWall({ databaseUrl: ourUrl, campaign: 'built-in' })
  const plain = await startInstalledWall({ databaseUrl: plainUrl, campaign: 'titles' })
  // Far enough up that no two ends of addresses are alike.
  let number = 1_000_000
  try {
    await Promise.all([ours.settle(), plain.settle()])
    say(`${engine}: the models are there`)
    await burst(ours)
    await burst(plain)
    const rounds = isQuick ? 2 : 5
    const quiet = await runRounds(rounds, { ours: () => burst(ours), plain: () => burst(plain) })
    const busy = await runRounds(isQuick ? 1 : 3, { ours: () => burstWhileLearning(ours) })
    const pick = (bursts: readonly Burst[], key: keyof Burst) => bursts.map((one) => one[key])
    const against = 'a campaign of titles alone'
    const figure = (what: string, key: keyof Burst, aim?: Figure['aim']) =>
      compare({
        ...{ what: `${engine}: ${what}`, unit: 'ms', against, ...(aim && { aim }) },
        ...{ ours: pick(quiet.ours, key), control: pick(quiet.plain, key) },
      })
    const whileLearning = (what: string, key: keyof Burst) =>
      compare({
        ...{ what: `${engine}: ${what} while a model is made`, unit: 'ms', against: 'no model made' },
        ...{ ours: pick(busy.ours, key), control: pick(quiet.ours, key) },
      })
    return {
      figures: [
        figure('post to suggestion, p50', 'p50'),
        figure('post to suggestion, p99', 'p99', { of: 'ours', atMost: 1_000 }),
        figure('until all 1,000 are there', 'all'),
        whileLearning('p50', 'p50'),
        whileLearning('p99', 'p99'),
      ],
      notes: [
        `${engine}: a model was being made for ${busy.ours.map(({ fitted, all }) => `${Math.round(fitted)} of ${Math.round(all)}`).join(', ')} ms of the bursts with decisions`,
      ],
    }
  } finally {
    await Promise.all([ours.close(), plain.close()])
  }

  async function burst(wall: InstalledWall): Promise<Burst> {
    const posts = writeSeedTexts(size, 1 + number).map(({ text }) => {
      number += 1
      return makeNetworkPost(number, `${text} #rethinkingintervention`)
    })
    const keys = posts.map(({ uri }) => uri.split('/').at(-1) ?? '')
    wall.prepare(posts.map(({ news }) => news))
    const began = Date.now()
    const sentAt = posts.map(({ news }) => {
      const at = performance.now()
      wall.emit(news)
      return at
    })
    const seen = () => keys.map((key) => wall.queue.posts.get(key))
    await wall.queue.until('suggestions', () => seen().every((post) => post?.isSuggested))
    const took = seen().map((post, index) => (post?.suggestedAt ?? Number.NaN) - (sentAt[index] ?? 0))
    const all = Math.max(...took)
    // The next one is not to meet what this one leaves to do.
    await wall.queue.until('confirmations', () => seen().every((post) => post?.isConfirmed))
    const fitted = wall.listModels().reduce((so, { at, fitMs }) => {
      return so + Math.max(0, Math.min(at, began + all) - Math.max(at - fitMs, began))
    }, 0)
    return { p50: findQuantile(took, 0.5), p99: findQuantile(took, 0.99), all, fitted }
  }

  /**
   * The burst is to meet a model being made; when it missed it, it is tried once more, a little later after
   * the next.
   */
  async function burstWhileLearning(wall: InstalledWall): Promise<Burst> {
    for (let lateMs = 10_500; ; lateMs += 600) {
      const measured = await burstAfter(wall, lateMs)
      if (measured.fitted > measured.all / 3 || lateMs > 11_000) return measured
    }
  }

  /** Decisions pour in, so that a model is made some ten seconds after the one before began to be. */
  async function burstAfter(wall: InstalledWall, lateMs: number): Promise<Burst> {
    await wall.settle()
    let isOver = false
    const before = wall.listModels().length
    const pouring = pour(wall, () => isOver)
    while (wall.listModels().length === before) await sleep(20)
    const { at, fitMs } = wall.listModels().at(-1) ?? { at: Date.now(), fitMs: 0 }
    await sleep(Math.max(0, at - fitMs + lateMs - Date.now()))
    const measured = await burst(wall)
    isOver = true
    await pouring
    return measured
  }

  async function pour(wall: InstalledWall, isOver: () => boolean): Promise<void> {
    const posts = [...wall.queue.posts.values()]
    for (let turn = 0; !isOver(); turn += 1) {
      const post = posts[turn % posts.length]
      if (!post) return
      const order = { version: post.version, takeaway: 1 + (post.id % 6) }
      // Who is told that it changed meanwhile goes on with the next.
      await wall.admin.post(`${campaignPath}/posts/${post.id}/filing`, order).catch(() => undefined)
      await sleep(40)
    }
  }
}
