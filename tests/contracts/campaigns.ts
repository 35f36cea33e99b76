// What keeps a campaign's posts, decisions, seeds and ideas with their takeaways, whatever the takeaways are
// called.
import { CampaignFile } from '@wall/db/model/campaign'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestEngine } from '../support/database/open-test-engine.ts'
import { makeBatch, makePost } from '../support/database/posts.ts'

const takeaway = (number: number, slug: string) => ({ number, slug, title: `About ${slug}` })
const makeFile = (takeaways: object[]) =>
  CampaignFile.parse({ slug: 'test', name: 'Test', hashtags: ['tag'], takeaways })
const file = makeFile([takeaway(1, 'trust'), takeaway(2, 'time'), takeaway(3, 'words')])

export function describeCampaigns(name: string, open: () => Promise<TestEngine>): void {
  describe(`takeaways of a campaign on ${name}`, () => {
    let engine: TestEngine
    let store: Store
    let campaignId: number
    let sourceId: number
    let now = 1_800_000_000_000
    const actor = { id: 'ana' }

    beforeEach(async () => {
      now = 1_800_000_000_000
      engine = await open()
      store = createStore(engine.engine, () => now)
      campaignId = (await store.saveCampaign(file)).campaign.id
      sourceId = (await store.ensureSource(campaignId, 'bluesky', {})).id
      const at = new Date(now)
      await engine.engine.transaction(async ({ db }) => {
        await db.insert(engine.engine.tables.user).values({
          ...{ id: actor.id, name: 'Ana', email: 'ana@example.org', emailVerified: false },
          ...{ role: 'moderator', createdAt: at, updatedAt: at },
        })
      })
    })
    afterEach(() => engine.dispose())

    const ids = async () => {
      const { takeaways } = await store.getCampaign('test')
      return takeaways.map(({ id, number, slug }) => [id, number, slug])
    }
    const uriOf = (person: string) => `at://did:plc:${person}/app.bsky.feed.post/1`
    /** Confirmed posts of their own authors. */
    async function receive(places: Record<string, number | null>) {
      const posts = Object.entries(places).map(([person, place]) =>
        makePost({
          uri: uriOf(person),
          text: `${person} says`,
          filing: { ...makePost().filing, takeaway: place, by: place === null ? null : 'rule' },
        }),
      )
      await store.recordBatch(sourceId, makeBatch({ posts }))
      const seen = posts.map((post) => ({
        ...{ network: 'bluesky', uri: post.uri, post, labels: [], isMatch: true },
      }))
      await store.recordVerifications(campaignId, seen, [], { now, recheckMs: 1000 })
    }
    async function approve(postId: number, place: number | null) {
      const [post] = await store.findPosts([postId])
      const version = post?.version ?? 0
      await store.decide({ campaignId, postId, version, actor, standing: 'approved', takeaway: place })
    }
    const placeOf = async (postId: number) => (await store.findPosts([postId]))[0]?.filing
    const eventsAfter = async (seq: number) =>
      (await store.eventsAfter(campaignId, seq, 100)).map(({ kind, postId }) => [kind, postId])

    test('numbers, slugs, titles and order change, and everything stays with its takeaway', async () => {
      await receive({ ben: 1, cleo: 2, dan: 3 })
      await approve(1, 1)
      await approve(2, 3)
      const seeds = { takeaways: [{ id: 2, examples: ['Time!'], keywords: ['hours'] }], none: [] }
      await store.saveSeeds({ campaignId, version: 0, seeds, userId: actor.id })
      const before = {
        posts: await store.findPosts([1, 2, 3]),
        decisions: await store.listDecisions(campaignId, 2),
        labels: await store.listLabels(campaignId),
        wall: (await store.readWall(campaignId, 10)).counts,
        seeds: await store.readSeeds(campaignId),
      }
      const known = (await store.getCampaign('test')).takeaways
      const [trust, time, words] = known
      if (!trust || !time || !words) throw new Error('takeaways are missing')
      const seq = await store.lastSeq(campaignId)
      await store.saveCampaign({
        ...file,
        takeaways: [
          { ...words, number: 1 },
          { ...trust, number: 7, slug: 'confidence', title: 'Another title' },
          { ...time, number: 3 },
        ],
      })
      expect(await ids()).toEqual([
        [3, 1, 'words'],
        [1, 7, 'confidence'],
        [2, 3, 'time'],
      ])
      expect(await eventsAfter(seq)).toEqual([['campaign_changed', null]])
      expect({
        posts: await store.findPosts([1, 2, 3]),
        decisions: await store.listDecisions(campaignId, 2),
        labels: await store.listLabels(campaignId),
        wall: (await store.readWall(campaignId, 10)).counts,
        seeds: await store.readSeeds(campaignId),
      }).toEqual(before)
    })

    test('a takeaway without an id is known by its slug, else by its number, and else is new', async () => {
      await store.saveCampaign(
        makeFile([takeaway(1, 'time'), takeaway(2, 'trust'), takeaway(3, 'letters'), takeaway(4, 'new')]),
      )
      expect(await ids()).toEqual([
        [2, 1, 'time'],
        [1, 2, 'trust'],
        [3, 3, 'letters'],
        [4, 4, 'new'],
      ])
    })

    test('an id is never given out again', async () => {
      await store.saveCampaign(makeFile([takeaway(1, 'trust'), takeaway(2, 'time')]))
      await store.saveCampaign(makeFile([takeaway(1, 'trust'), takeaway(2, 'time'), takeaway(3, 'other')]))
      expect(await ids()).toEqual([
        [1, 1, 'trust'],
        [2, 2, 'time'],
        [4, 3, 'other'],
      ])
      const old = makeFile([{ ...takeaway(3, 'words'), id: 3 }])
      await expect(store.saveCampaign(old)).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('Leave "id" out'),
      })
    })

    test('removing one asks where its posts go, and changes nothing until it is told', async () => {
      await receive({ ben: 3 })
      const less = makeFile([takeaway(1, 'trust'), takeaway(2, 'time')])
      const { removed } = await store.compareCampaign(less)
      expect(removed.map(({ id, posts }) => [id, posts])).toEqual([[3, 1]])
      await expect(store.saveCampaign(less)).rejects.toMatchObject({ code: 'invalid' })
      const nowhere = { moves: new Map([[3, 9]]) }
      await expect(store.saveCampaign(less, nowhere)).rejects.toMatchObject({ code: 'invalid' })
      expect(await ids()).toHaveLength(3)
      expect(await placeOf(1)).toMatchObject({ takeaway: 3, by: 'rule' })
    })

    test('the posts of one that is removed go where they were sent, each with its event and a line in its history', async () => {
      await receive({ ben: 3, cleo: 3, dan: 1 })
      await approve(1, 3)
      const seen = (await store.findPosts([1]))[0]
      const seq = await store.lastSeq(campaignId)
      const less = makeFile([takeaway(1, 'trust'), takeaway(2, 'time')])
      await store.saveCampaign(less, { moves: new Map([[3, 2]]) })
      expect(await eventsAfter(seq)).toEqual([
        ['campaign_changed', null],
        ['post_filed', 1],
        ['post_filed', 2],
      ])
      expect(await placeOf(1)).toMatchObject({ takeaway: 2, by: 'moderator' })
      expect((await store.readWall(campaignId, 10)).counts).toEqual({ 2: 1 })
      const history = await store.listDecisions(campaignId, 1)
      expect(history.at(-1)).toMatchObject({
        ...{ kind: 'refile', userId: null },
        ...{ before: { takeaway: 3 }, after: { takeaway: 2, standing: 'approved' } },
      })
      // What somebody decided on it as it was before does not count.
      const late = { campaignId, postId: 1, version: seen?.version ?? 0, actor, takeaway: 1 }
      await expect(store.refile(late)).rejects.toMatchObject({ code: 'conflict' })
      const decisionId = history[0]?.id ?? 0
      await expect(store.undo({ campaignId, decisionId, actor })).rejects.toMatchObject({ code: 'conflict' })
    })

    test('posts that are left without a takeaway wait to be filed anew, and stay on the wall', async () => {
      await receive({ ben: 3, cleo: 3 })
      await approve(1, 3)
      const less = makeFile([takeaway(1, 'trust'), takeaway(2, 'time')])
      await store.saveCampaign(less, { moves: new Map([[3, null]]) })
      expect(await placeOf(1)).toMatchObject({ takeaway: null, by: null })
      expect((await store.readWall(campaignId, 10)).counts).toEqual({ unfiled: 1 })
      expect(await store.countWaiting(campaignId, 'a model')).toMatchObject({ behind: 1 })
    })

    test('moved under one whose day has not come, a post leaves the wall until then', async () => {
      await receive({ ben: 3 })
      await approve(1, 3)
      const coming = { ...takeaway(2, 'time'), releasedOn: '2099-01-01' }
      const less = makeFile([takeaway(1, 'trust'), coming])
      await store.saveCampaign(less, { moves: new Map([[3, 2]]) })
      expect((await store.findPosts([1]))[0]?.hiddenWhy).toBe('unreleased')
      expect((await store.readWall(campaignId, 10)).posts).toEqual([])
    })

    test('what a source filed by the campaign of before lands unfiled, not under another', async () => {
      await store.saveCampaign(makeFile([takeaway(1, 'trust'), takeaway(2, 'time')]))
      await store.saveCampaign(makeFile([takeaway(1, 'trust'), takeaway(2, 'time'), takeaway(3, 'other')]))
      await receive({ ben: 3 })
      expect(await placeOf(1)).toMatchObject({ takeaway: null, by: null })
    })

    test('a file makes a campaign that is not there yet, and keeps one that was changed since', async () => {
      const edited = { ...file, name: 'Edited' }
      await store.saveCampaign(edited)
      expect((await store.saveCampaign(file, { isOnlyNew: true })).outcome).toBe('kept')
      expect((await store.getCampaign('test')).name).toBe('Edited')
      expect((await store.saveCampaign(edited, { isOnlyNew: true })).outcome).toBe('same')
      const other = { ...file, slug: 'other' }
      expect((await store.saveCampaign(other, { isOnlyNew: true })).outcome).toBe('created')
    })

    test('a difference that was looked at before somebody else’s change is not applied', async () => {
      const wanted = { ...file, name: 'Mine' }
      const { stored } = await store.compareCampaign(wanted)
      await store.saveCampaign({ ...file, name: 'Theirs' })
      if (!stored) throw new Error('nothing is stored')
      await expect(store.saveCampaign(wanted, { seen: stored })).rejects.toMatchObject({ code: 'conflict' })
      expect((await store.getCampaign('test')).name).toBe('Theirs')
    })

    test('posts that come in while a takeaway is removed all have a place that is there', async () => {
      await receive({ ben: 3 })
      const less = makeFile([takeaway(1, 'trust'), takeaway(2, 'time')])
      const people = Array.from({ length: 12 }, (_, index) => `person${index}`)
      await Promise.all([
        ...people.map((person) => receive({ [person]: 3 })),
        store.saveCampaign(less, { moves: new Map([[3, 2]]) }),
      ])
      const posts = await store.findPosts(Array.from({ length: 13 }, (_, index) => index + 1))
      expect(posts).toHaveLength(13)
      expect(posts.filter(({ filing }) => ![2, null].includes(filing.takeaway))).toEqual([])
      const seqs = (await store.eventsAfter(campaignId, 0, 100)).map(({ seq }) => seq)
      expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    })
  })
}
