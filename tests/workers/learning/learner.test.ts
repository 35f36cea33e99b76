import type { KeptFiles } from '@wall/db/kept-files'
import type { CampaignContent } from '@wall/db/model/campaign'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openTestPostgres, openTestSqlite } from '../../support/database/open-test-engine.ts'
import { makeBatch } from '../../support/database/posts.ts'
import { content, type LearningWall, openLearningWall } from '../../support/wall/learning-wall.ts'

vi.setConfig({ testTimeout: 60_000 })
const soon = { timeout: 30_000, interval: 50 }

const words = {
  1: ['barrel', 'rain', 'gutter', 'hose', 'drought', 'tank'],
  2: ['compost', 'worms', 'leaves', 'mulch', 'peelings', 'heap'],
  3: ['oak', 'canopy', 'shade', 'street', 'branches', 'planting'],
} as const
/** Posts that any reader would put under the same takeaway, each in words of its own. */
const write = (takeaway: 1 | 2 | 3, index: number) => {
  const own = words[takeaway]
  const some = [0, 1, 2, 3].map((step) => own[(index + step) % own.length])
  const letters = String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26), 120)
  return `${some.join(' ')} at our school in ${letters}ville`
}

describe.each([
  ['SQLite', openTestSqlite],
  ['PostgreSQL', openTestPostgres],
])('learning on %s', (_, open) => {
  let wall: LearningWall
  beforeEach(async () => {
    wall = await openLearningWall(await open())
  })
  afterEach(() => wall.dispose())

  const isIdle = async () => {
    const model = await wall.store.readFilingModel(wall.campaign.id)
    const { behind } = await wall.store.countWaiting(wall.campaign.id, model)
    return model !== null && behind === 0
  }

  test('a post that nobody filed yet is filed again by what it answers, and stays so', async () => {
    await wall.startWorker('a')
    const first = await wall.arrive('An oak for our street', {})
    await wall.refile(first, 3)
    const replyTo = await wall.uriOf(first)
    const answer = await wall.arrive('So true, thank you', {
      references: { replyTo, replyRoot: replyTo, quoteOf: null },
    })
    await expect
      .poll(async () => (await wall.getPost(answer)).filing, soon)
      .toMatchObject({ takeaway: 3, by: 'rule', reason: 'it answers a post under takeaway 3' })
    await expect.poll(isIdle, soon).toBe(true)
    expect((await wall.getPost(answer)).filing.signals).toMatchObject([{ kind: 'filed_reply', takeaway: 3 }])
  })

  test('what a moderator moves changes the next like it, in every worker, with the post as the reason', async () => {
    const [one, other] = [await wall.startWorker('a'), await wall.startWorker('b')]
    const text = 'Our zinnias climb along the fence by the bus stop'
    const near = await wall.arrive(text)
    const mine = await wall.arrive('Zinnias again, all along the fence')
    await wall.refile(mine, 1)
    for (let index = 0; index < 3; index += 1) {
      await wall.refile(await wall.arrive(`Zinnias by the fence, bed ${index}, near the bus stop`), 2)
    }
    await expect.poll(async () => (await wall.getPost(near)).filing.suggestions[0]?.takeaway, soon).toBe(2)
    await expect.poll(async () => (await wall.readState())?.decisions, soon).toBe(4)
    await expect.poll(isIdle, soon).toBe(true)
    const told = (await wall.getPost(near)).filing.near ?? []
    expect(told.some(({ text: words }) => words?.startsWith('Zinnias by the fence'))).toBe(true)
    for (const { filer } of [one, other]) {
      await expect.poll(() => filer.file({ text }).suggestions[0]?.takeaway, soon).toBe(2)
    }
    expect((await wall.getPost(mine)).filing).toMatchObject({ takeaway: 1, by: 'moderator' })
  })

  test('an undo takes the row back, and the same rows make the same model in another process', async () => {
    const first = await wall.startWorker('a')
    const post = await wall.arrive('Zinnias along the fence')
    await expect.poll(async () => (await wall.readState())?.decisions, soon).toBe(0)
    const before = (await wall.readState())?.model
    const decision = await wall.refile(post, 3)
    await expect.poll(async () => (await wall.readState())?.decisions, soon).toBe(1)
    expect((await wall.readState())?.model).not.toBe(before)
    await first.end()
    await wall.store.undo({ campaignId: wall.campaign.id, decisionId: decision, actor: { id: 'ana' } })
    await wall.startWorker('b')
    await expect.poll(async () => (await wall.readState())?.model, soon).toBe(before)
  })

  test('one moderator who files everything under 1 does not drown what the seeds say', async () => {
    const { filer } = await wall.startWorker('a')
    for (let index = 0; index < 30; index += 1) {
      const post = await wall.arrive(write(((index % 3) + 1) as 1 | 2 | 3, index))
      await wall.refile(post, 1)
      if (index === 15)
        await expect.poll(async () => (await wall.readState())?.decisions, soon).toBeGreaterThan(0)
    }
    await expect.poll(async () => (await wall.readState())?.decisions, soon).toBe(30)
    expect((await wall.readState())?.gate.isOpen).toBe(false)
    const ranking = filer.file({
      text: 'Trees give shade: plant an oak, a canopy cools the street',
    }).suggestions
    expect(ranking[0]?.takeaway).toBe(3)
  })

  test('text files by itself once decisions prove it, and takes its filings back when they no longer do', async () => {
    const decided: number[] = []
    for (let index = 0; index < 36; index += 1) {
      const takeaway = ((index % 3) + 1) as 1 | 2 | 3
      const post = await wall.arrive(write(takeaway, index))
      await wall.refile(post, takeaway)
      decided.push(post)
    }
    const waiting = await wall.arrive('compost worms leaves mulch at our school')
    await wall.startWorker('a')
    await expect.poll(async () => (await wall.readState())?.gate.isOpen, soon).toBe(true)
    await expect
      .poll(async () => (await wall.getPost(waiting)).filing, soon)
      .toMatchObject({ takeaway: 2, by: 'model' })
    for (const [index, post] of decided.entries())
      await wall.refile(post, ((index * 7) % 3) + 1 === 2 ? 1 : null, 'ana')
    await expect
      .poll(async () => (await wall.readState())?.gate, soon)
      .toMatchObject({ isOpen: false, wasOpen: true })
    await expect
      .poll(async () => (await wall.getPost(waiting)).filing, soon)
      .toMatchObject({ takeaway: null, by: null })
  })

  test('adverts that text would file close the gate when they are rejected, though nothing is learnt from them', async () => {
    for (let index = 0; index < 36; index += 1) {
      const takeaway = ((index % 3) + 1) as 1 | 2 | 3
      await wall.refile(await wall.arrive(write(takeaway, index)), takeaway)
    }
    await wall.startWorker('a')
    await expect.poll(async () => (await wall.readState())?.gate.isOpen, soon).toBe(true)
    const before = await wall.readState()
    for (let index = 0; index < 24; index += 1) {
      await wall.reject(
        await wall.arrive(`${write(((index % 3) + 1) as 1 | 2 | 3, index)}: half price, buy now`),
      )
    }
    await expect.poll(async () => (await wall.readState())?.gate.isOpen, soon).toBe(false)
    const { model, decisions } = before ?? {}
    expect(await wall.readState()).toMatchObject({ model, decisions, decided: { posts: 36, top1: 1 } })
  })

  test('a model and a measure of the seeds that were kept are not made again at the next start', async () => {
    const values = new Map<string, unknown>()
    const kept: KeptFiles = {
      read: async (kind, name) => values.get(`${kind} ${name}`),
      write: async (kind, name, value) => void values.set(`${kind} ${name}`, value),
    }
    const first = await wall.startWorker('a', undefined, undefined, kept)
    await expect.poll(async () => (await wall.readState())?.model, soon).toBeDefined()
    await first.end()
    expect([...values.keys()].map((name) => name.split('-')[0]).sort()).toEqual(['model', 'seeds'])
    const before = new Map(values)
    const waiting = await wall.arrive('compost worms leaves mulch at our school')
    await wall.startWorker('b', undefined, undefined, kept)
    await expect.poll(async () => (await wall.getPost(waiting)).filing.suggestions[0]?.takeaway, soon).toBe(2)
    expect(values).toEqual(before)
  })

  test('sentence vectors come in once all are made, are kept, and their failure is told', async () => {
    const status = { state: 'ready' as 'ready' | 'failed', id: 'stub', problem: null as string | null }
    let embedded = 0
    const encoder = {
      status: () => status,
      async embed(texts: readonly string[]) {
        embedded += texts.length
        return texts.map((text) =>
          Float32Array.from([/barrel/.test(text) ? 1 : 0, /worm/.test(text) ? 1 : 0, 0.5]),
        )
      },
    }
    const waiting = await wall.arrive('Worms in the bin')
    await wall.startWorker('a', encoder)
    await expect.poll(async () => (await wall.readState())?.encoder, soon).toBe('stub')
    await expect.poll(async () => (await wall.store.readEmbeddings('stub', [waiting])).size, soon).toBe(1)
    await expect.poll(isIdle, soon).toBe(true)
    const made = embedded
    await wall.refile(await wall.arrive('Worms again'), 2)
    await expect.poll(async () => (await wall.readState())?.decisions, soon).toBe(1)
    await expect.poll(isIdle, soon).toBe(true)
    expect(embedded - made).toBeLessThanOrEqual(2)
    Object.assign(status, { state: 'failed', problem: 'The encoder stopped.' })
    await expect
      .poll(async () => wall.readState(), soon)
      .toMatchObject({ encoder: null, encoderNote: 'The encoder stopped.' })
    await expect.poll(isIdle, soon).toBe(true)
  })

  test('an encoder that hangs keeps neither words nor learning waiting', async () => {
    const held = Promise.withResolvers<void>()
    const encoder = {
      status: () => ({ state: 'ready' as const, id: 'slow', problem: null }),
      async embed(texts: readonly string[], lane?: 'posts' | 'seeds') {
        if (lane !== 'seeds') await held.promise
        return texts.map((text) => Float32Array.from([/worm/i.test(text) ? 1 : 0, 0.5]))
      },
    }
    const waiting = await wall.arrive('Worms in the bin')
    const first = await wall.startWorker('a', encoder)
    await expect.poll(async () => (await wall.readState())?.encoder, soon).toBe('slow')
    const post = await wall.arrive('An oak for our street')
    await wall.refile(post, 3)
    await expect.poll(async () => (await wall.readState())?.decisions, soon).toBe(1)
    expect((await wall.getPost(waiting)).filing.reason).toMatch(/^no takeaway is named; its words sound/)
    await first.end()
    held.resolve()
  })

  test('who answers a post stands with it only as long as that is not rejected or taken back', async () => {
    await wall.startWorker('a')
    const answers: number[] = []
    const heads: number[] = []
    for (const name of ['one', 'other']) {
      const head = await wall.arrive(`Takeaway 3 and me, ${name}`, {
        filing: {
          ...{ takeaway: 3, by: 'rule', confidence: 0.97, reason: 'it says “Takeaway 3”' },
          suggestions: [],
          signals: [{ takeaway: 3, kind: 'marker', written: 'Takeaway 3', seen: 'says', confidence: 0.97 }],
        },
      })
      const replyTo = await wall.uriOf(head)
      const references = { replyTo, replyRoot: replyTo, quoteOf: null }
      answers.push(await wall.arrive(`So true, ${name}`, { references }))
      heads.push(head)
    }
    const placesOf = () => Promise.all(answers.map(async (id) => (await wall.getPost(id)).filing.takeaway))
    await expect.poll(placesOf, soon).toEqual([3, 3])
    await wall.reject(heads[0] ?? 0)
    await expect.poll(placesOf, soon).toEqual([null, 3])
    const uri = await wall.uriOf(heads[1] ?? 0)
    const removal = { network: 'bluesky', uri, rev: '3z', why: 'deleted' as const }
    await wall.store.recordBatch(wall.sourceId, { ...makeBatch(), removals: [removal] })
    await expect.poll(placesOf, soon).toEqual([null, null])
  })

  test('a link that was given to the wrong takeaway is read anew once the campaign is mended', async () => {
    const video = 'https://vimeo.com/123456789'
    const at = (number: number): CampaignContent => ({
      ...content,
      takeaways: content.takeaways.map((one) => (one.number === number ? { ...one, video } : one)),
    })
    await wall.store.saveCampaign(at(2))
    await wall.startWorker('a')
    const body = [{ kind: 'link' as const, text: 'see', href: video }]
    const post = await wall.arrive('see', { body })
    const placeOf = async () => (await wall.getPost(post)).filing.takeaway
    await expect.poll(placeOf, soon).toBe(2)
    await wall.store.saveCampaign(at(3))
    await expect.poll(placeOf, soon).toBe(3)
  })

  test('decisions that come faster than models are made leave no backlog, and posts are filed meanwhile', async () => {
    await wall.startWorker('a')
    const posts: number[] = []
    for (let index = 0; index < 60; index += 1)
      posts.push(await wall.arrive(write(((index % 3) + 1) as 1 | 2 | 3, index)))
    const fresh = await wall.arrive('An oak for our street')
    for (const [index, post] of posts.entries()) await wall.refile(post, (index % 3) + 1)
    await expect.poll(async () => (await wall.readState())?.decisions, soon).toBe(60)
    await expect.poll(isIdle, soon).toBe(true)
    const seq = await wall.store.lastSeq(wall.campaign.id)
    expect((await wall.getPost(fresh)).filing.suggestions[0]?.takeaway).toBe(3)
    expect((await wall.getPost(posts[0] ?? 0)).filing).toMatchObject({ takeaway: 1, by: 'moderator' })
    // Nothing is left to do: nobody writes any more.
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await wall.store.lastSeq(wall.campaign.id)).toBe(seq)
  })
})
