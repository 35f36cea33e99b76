import { makeNetworkPost } from '../support/network/network-posts.ts'
import { type InstalledWall, startInstalledWall } from '../support/wall/installed-wall.ts'
import { pourDecisions } from '../support/wall/pour-decisions.ts'
import type { Bench, BenchContext, Outcome } from './support/bench.ts'
import { compare, findQuantile, median, stateAlone } from './support/figures.ts'
import { runRounds } from './support/rounds.ts'
import { writeSeedTexts } from './support/seed-texts.ts'
import { withPostgres } from './support/storing/bench-postgres.ts'

const perSecond = 100
const postCount = 250

/**
 * Four moderators decide a hundred times a second together, through the true api, while the true workers
 * learn from it.
 */
export const decisions: Bench = {
  name: 'decisions',
  about: 'a hundred decisions a second while workers learn from them, on SQLite and PostgreSQL',
  run: (context) =>
    withPostgres(async ({ makeDatabase }) => {
      const outcomes = [
        await measure('SQLite', null, context),
        await measure('PostgreSQL', await makeDatabase('decisions'), context),
      ]
      return {
        figures: outcomes.flatMap(({ figures }) => figures),
        notes: outcomes.flatMap(({ notes }) => notes),
      }
    }),
}

async function measure(
  engine: string,
  databaseUrl: string | null,
  { isQuick, say }: BenchContext,
): Promise<Outcome> {
  const wall = await startInstalledWall({ databaseUrl, campaign: 'built-in' })
  try {
    const postIds = await collect(wall)
    const moderators = [wall.admin, ...(await Promise.all(['Ben', 'Cem', 'Dee'].map(wall.invite)))]
    await wall.settle()
    say(`${engine}: ${postIds.length} posts wait`)
    const models: number[] = []
    const total = perSecond * (isQuick ? 3 : 10)
    const pour = async () => {
      const { tookMs, lastedMs, conflicts } = await pourDecisions({ moderators, postIds, total, perSecond })
      return {
        p50: findQuantile(tookMs, 0.5),
        p99: findQuantile(tookMs, 0.99),
        perSecond: (tookMs.length / lastedMs) * 1_000,
        conflicts,
      }
    }
    const learning = async () => {
      const before = wall.listModels().length
      const poured = await pour()
      const overAt = performance.now()
      // The last model is of all decisions once no other comes for longer than it waits for quiet.
      let count = wall.listModels().length
      for (let quietSince = performance.now(); performance.now() - quietSince < 6_000; ) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        if (wall.listModels().length === count) continue
        count = wall.listModels().length
        quietSince = performance.now()
      }
      models.push(count - before)
      const last = wall.listModels().at(-1)?.at ?? 0
      return { ...poured, learntMs: last - (performance.timeOrigin + overAt) }
    }
    const alone = async () => {
      await wall.stopWorkers()
      const poured = await pour()
      await wall.startWorkers()
      await wall.settle()
      return { ...poured, learntMs: Number.NaN }
    }
    const { ours, control } = await runRounds(isQuick ? 1 : 3, { ours: learning, control: alone })
    const figure = (what: string, unit: string, key: 'p50' | 'p99' | 'perSecond') =>
      compare({
        ...{ what: `${engine}: ${what}`, unit, against: 'no workers' },
        ...{ ours: ours.map((one) => one[key]), control: control.map((one) => one[key]) },
      })
    return {
      figures: [
        figure('decisions confirmed', 'per s', 'perSecond'),
        figure('a decision, p50', 'ms', 'p50'),
        figure('a decision, p99', 'ms', 'p99'),
        stateAlone({
          what: `${engine}: models made of ${total} decisions`,
          unit: 'models',
          ours: median(models),
        }),
        stateAlone({
          ...{ what: `${engine}: from the last decision to the model of all`, unit: 'ms' },
          ours: median(ours.map(({ learntMs }) => learntMs)),
        }),
      ],
      notes: [
        `${engine}: told that a post had changed meanwhile: ${ours.map(({ conflicts }) => conflicts).join(', ')} times`,
      ],
    }
  } finally {
    await wall.close()
  }
}

async function collect(wall: InstalledWall): Promise<number[]> {
  const posts = writeSeedTexts(postCount).map(({ text }, index) =>
    makeNetworkPost(1_000_000 + index, `${text} #rethinkingintervention`),
  )
  wall.prepare(posts.map(({ news }) => news))
  for (const { news } of posts) wall.emit(news)
  const seen = () => [...wall.queue.posts.values()].filter(({ isConfirmed }) => isConfirmed)
  await wall.queue.until('confirmations', () => seen().length === postCount)
  return seen().map(({ id }) => id)
}
