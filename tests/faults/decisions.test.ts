// A hundred decisions a second by several people, through the true api, while the true workers learn from
// them.
import type { FilingAnswer } from '@wall/api/wire/filing'
import type { DecisionView } from '@wall/api/wire/queue'
import { openStore } from '@wall/db/open-store'
import { toOptions, toRows } from '@wall/filing/jobs/material'
import { trainModel } from '@wall/filing/text/train-model'
import { nameContent, readSources, toMaterial } from '@wall/workers/learning/read-material'
import { afterEach, expect, test } from 'vitest'
import { makePostgresDatabase } from '../support/database/postgres-database.ts'
import { makeNetworkPost } from '../support/network/network-posts.ts'
import { openEventStream } from '../support/wall/event-stream.ts'
import { campaignPath, type InstalledWall, startInstalledWall } from '../support/wall/installed-wall.ts'
import { pourDecisions } from '../support/wall/pour-decisions.ts'

const postCount = 60
const decisionCount = 400
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

test.each(['SQLite', 'PostgreSQL'])(
  'of hundreds of decisions within seconds none is lost, few models are made, and the last is of all of them, on %s',
  async (engine) => {
    const database = engine === 'PostgreSQL' ? await makePostgresDatabase() : undefined
    if (database) closing.push(() => database.drop())
    const wall = await startInstalledWall({ databaseUrl: database?.url ?? null })
    closing.push(() => wall.close())
    const postIds = await collect(wall)
    const moderators = [wall.admin, ...(await Promise.all(['Ben', 'Cem', 'Dee'].map(wall.invite)))]
    const streams = await Promise.all(
      [
        [`${wall.url}${campaignPath}/events?since=0`, ''],
        ...moderators.map(({ cookie }) => [`${wall.url}${campaignPath}/queue/events?since=0`, cookie]),
      ].map(([address = '', cookie = '']) => openEventStream(address, { cookie })),
    )
    closing.push(() => streams.forEach((stream) => void stream.close()))
    for (const id of postIds) await wall.admin.decide(await wall.admin.getPost(id), 'approved')
    await wall.settle()
    const modelsBefore = wall.listModels().length

    const poured = await pourDecisions({ moderators, postIds, total: decisionCount, perSecond: 100 })
    expect(poured.tookMs).toHaveLength(decisionCount)

    // Stored: what was confirmed, once each, by whom it was.
    const stored: number[] = []
    for (const id of postIds) {
      const path = `${campaignPath}/posts/${id}/decisions`
      const { decisions } = await wall.admin.get<{ decisions: DecisionView[] }>(path)
      stored.push(...decisions.filter(({ kind }) => kind === 'refile').map((one) => one.id))
      expect((await wall.admin.getPost(id)).filing).toMatchObject({
        takeaway: poured.places.get(id),
        by: 'moderator',
      })
    }
    expect(stored.sort((a, b) => a - b)).toEqual(poured.decisionIds.sort((a, b) => a - b))

    // Learnt: at most once in two seconds, and in the end from all of them, as if from the start.
    const fresh = await makeFreshly(wall)
    const readModel = async () => (await wall.admin.get<FilingAnswer>(`${campaignPath}/filing`)).state?.model
    await expect.poll(readModel, { timeout: 60_000, interval: 200 }).toBe(fresh)
    const models = wall.listModels().slice(modelsBefore)
    expect(models.length).toBeGreaterThan(0)
    expect(models.length).toBeLessThanOrEqual(3 + poured.lastedMs / 2_000)
    expect(models.at(-1)?.decisions).toBe(postIds.length)

    // Told: every stream knows the last place of every post.
    for (const stream of streams) {
      const told = () =>
        new Map(
          stream.events
            .filter(({ name }) => name === 'post')
            .map(({ data }) => {
              const post = data as { id: number; takeaway: number | null }
              return [post.id, post.takeaway] as const
            }),
        )
      await expect.poll(told, { timeout: 20_000, interval: 200 }).toEqual(poured.places)
    }
  },
  240_000,
)

async function collect(wall: InstalledWall): Promise<number[]> {
  const posts = Array.from({ length: postCount }, (_, index) =>
    makeNetworkPost(1_000 + index, `Answer ${index} about this and that #rethinkingintervention`),
  )
  wall.prepare(posts.map(({ news }) => news))
  for (const { news } of posts) wall.emit(news)
  const seen = () => [...wall.queue.posts.values()].filter(({ isConfirmed }) => isConfirmed)
  await wall.queue.until('confirmations', () => seen().length === postCount)
  return seen().map(({ id }) => id)
}

/** The name of the model that somebody else would make from what is stored. */
async function makeFreshly({ place }: InstalledWall): Promise<string> {
  const { store } = await openStore(place)
  try {
    const sources = await readSources(store, await store.getCampaign('rethinking-intervention'))
    const material = toMaterial(sources, await store.listLabels(sources.campaign.id), [])
    const { id } = trainModel(toRows(material), toOptions(material))
    return `${id}-${nameContent(sources.campaign)}`
  } finally {
    await store.close()
  }
}
