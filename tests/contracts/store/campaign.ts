// What a campaign is in the store, and what an edit of it does to posts.
import type { CampaignContent } from '@wall/db/model/campaign'
import { createStore } from '@wall/db/store/create-store'
import { beforeEach, describe, expect, test } from 'vitest'
import { setDbClock } from '../../support/database/set-db-clock.ts'
import { content, type OpenEngine, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeCampaigns(name: string, open: OpenEngine): void {
  describe(`campaigns on ${name}`, () => {
    const on = useStore(open)

    test('the same content changes nothing, other content is told to the log', async () => {
      expect((await on.store.saveCampaign(content)).outcome).toBe('same')
      const seq = await on.store.lastSeq(on.campaignId)
      expect((await on.store.saveCampaign({ ...content, name: 'Renamed' })).outcome).toBe('changed')
      expect(await on.kindsAfter(seq)).toEqual(['campaign_changed'])
      expect((await on.store.getCampaign('test')).name).toBe('Renamed')
    })

    test('an unknown campaign is not found', async () => {
      await expect(on.store.getCampaign('nothing')).rejects.toMatchObject({ code: 'not_found' })
    })

    test('one that is archived says since when until it is taken up again; each change is told, no change is not', async () => {
      const { store, campaignId } = on
      const seq = await store.lastSeq(campaignId)
      expect(await store.archiveCampaign('test', true)).toMatchObject({ id: campaignId, archivedAt: on.now })
      await store.archiveCampaign('test', true)
      await store.saveCampaign({ ...content, name: 'Renamed' })
      expect(await store.getCampaign('test')).toMatchObject({ name: 'Renamed', archivedAt: on.now })
      expect((await store.archiveCampaign('test', false)).archivedAt).toBeUndefined()
      expect((await store.listCampaigns())[0]?.archivedAt).toBeUndefined()
      expect(await on.kindsAfter(seq)).toEqual(Array(3).fill('campaign_changed'))
      await expect(store.archiveCampaign('nothing', true)).rejects.toMatchObject({ code: 'not_found' })
    })

    test('all campaigns are listed, the oldest first, each as it would be found by its name', async () => {
      await on.store.saveCampaign({ ...content, slug: 'another', name: 'Another' })
      await on.store.saveCampaign({ ...content, name: 'Renamed' })
      const listed = await on.store.listCampaigns()
      expect(listed.map(({ slug, name }) => [slug, name])).toEqual([
        ['test', 'Renamed'],
        ['another', 'Another'],
      ])
      expect(listed).toEqual([await on.store.getCampaign('test'), await on.store.getCampaign('another')])
    })

    describe('with takeaways that have a day', () => {
      const dayMs = 86_400_000
      /** Where the campaign is at home it is six hours earlier. */
      const midnight = Date.parse('2027-02-05T06:00:00Z')
      const dated = (...days: (string | null)[]): CampaignContent => ({
        ...content,
        timeZone: 'America/Chicago',
        takeaways: content.takeaways.map((one, index) => ({ ...one, releasedOn: days[index] ?? null })),
      })
      const readUnreleased = async () => (await on.store.getCampaign('test')).unreleased
      const eventsAfter = async (seq: number) =>
        (await on.store.eventsAfter(on.campaignId, seq, 100)).map(({ kind, isPublic }) => [kind, isPublic])
      const settle = () => on.store.settleReleases(on.campaignId)

      beforeEach(() => {
        on.store = createStore(
          setDbClock(on.engine, () => on.now),
          () => on.now,
        )
      })

      test('what is under one that is not released waits, is not lost, and comes with its takeaway', async () => {
        on.now = midnight - 5000
        await on.store.saveCampaign(dated('2027-02-05', '2099-01-01'))
        const post = await on.showOne()
        expect(post).toMatchObject({ standing: 'approved', hiddenWhy: 'unreleased' })
        expect(await on.wallIds()).toEqual([])
        expect(await on.store.countShown(on.campaignId)).toEqual({})
        expect((await on.store.listShown(on.campaignId, 1, undefined, 10)).posts).toEqual([])
        expect((await on.store.listShown(on.campaignId, null, undefined, 10)).posts).toEqual([])
        expect(await readUnreleased()).toEqual([1, 2])
        const seq = await on.store.lastSeq(on.campaignId)

        expect(await settle()).toEqual({ nextInMs: 5000 })
        on.now = midnight - 1
        expect(await settle()).toEqual({ nextInMs: 1 })
        expect(await eventsAfter(seq)).toEqual([])
        on.now = midnight
        expect((await settle()).nextInMs).toBeGreaterThan(365 * dayMs)
        expect(await readUnreleased()).toEqual([2])
        expect(await on.wallIds()).toEqual([post.id])
        expect(await eventsAfter(seq)).toEqual([
          ['campaign_changed', true],
          ['post_restored', true],
        ])
        await settle()
        expect(await eventsAfter(seq)).toHaveLength(2)
      })

      test('a post that is moved under one that is not released leaves the wall, and comes back when it is moved on', async () => {
        await on.store.saveCampaign(dated(null, '2099-01-01'))
        await on.showOne()
        expect(await on.wallIds()).toHaveLength(1)
        const seq = await on.store.lastSeq(on.campaignId)
        expect((await on.approve(2)).post.hiddenWhy).toBe('unreleased')
        expect(await on.wallIds()).toEqual([])
        expect((await on.approve(null)).post.hiddenWhy).toBeNull()
        expect(await on.wallIds()).toHaveLength(1)
        expect((await eventsAfter(seq)).every(([, isPublic]) => isPublic)).toBe(true)
      })

      test('a date that is edited back and forth takes the posts along each time', async () => {
        const post = await on.showOne()
        for (const [day, ids] of [
          ['2099-01-01', []],
          ['2021-02-05', [post.id]],
          ['2099-01-01', []],
          [null, [post.id]],
        ] as const) {
          const seq = await on.store.lastSeq(on.campaignId)
          await on.store.saveCampaign(dated(day))
          expect(await on.wallIds()).toEqual(ids)
          expect((await eventsAfter(seq)).map(([kind]) => kind)).toEqual(
            day === '2021-02-05' || day === null
              ? ['campaign_changed', 'post_restored']
              : ['campaign_changed', 'post_hidden'],
          )
        }
      })

      test('a clock that is set right takes back what it had released too early', async () => {
        on.now = midnight + dayMs
        await on.store.saveCampaign(dated('2027-02-05'))
        const post = await on.showOne()
        expect(await on.wallIds()).toEqual([post.id])
        on.now = midnight - dayMs
        await settle()
        expect(await on.wallIds()).toEqual([])
        expect(await settle()).toEqual({ nextInMs: dayMs })
      })

      test('what is restarted after the day has it out before anything else', async () => {
        on.now = midnight - dayMs
        await on.store.saveCampaign(dated('2027-02-05'))
        const post = await on.showOne()
        on.now = midnight + dayMs
        expect((await on.store.saveCampaign(dated('2027-02-05'))).outcome).toBe('same')
        expect(await on.wallIds()).toEqual([post.id])
      })

      test('a takeaway that goes before its day leaves its posts to the other answers', async () => {
        await on.store.saveCampaign(dated('2099-01-01'))
        const post = await on.showOne()
        const { takeaways, ...rest } = dated('2099-01-01')
        await on.store.saveCampaign(
          { ...rest, takeaways: takeaways.slice(1) },
          { moves: new Map([[1, null]]) },
        )
        expect(await on.wallIds()).toEqual([post.id])
      })

      test('an author who comes back brings nothing out before its day', async () => {
        await on.store.saveCampaign(dated('2099-01-01'))
        await on.showOne()
        const change = (standing: 'hidden' | 'active') =>
          on.record({ authorChanges: [{ network: 'bluesky', networkId: 'did:plc:ana', standing }] })
        await change('hidden')
        expect((await on.onlyPost()).hiddenWhy).toBe('account')
        await change('active')
        expect((await on.onlyPost()).hiddenWhy).toBe('unreleased')
        expect(await on.wallIds()).toEqual([])
      })

      test('between machines the database’s clock counts, not that of whoever asks', async () => {
        if (on.engine.kind === 'sqlite') return expect(on.engine.nowMs).toBeDefined()
        await on.store.saveCampaign(dated('2027-02-05'))
        const dbNow = midnight - 7000
        const ahead = createStore(
          setDbClock(on.engine, () => dbNow),
          () => midnight + dayMs,
        )
        expect(await ahead.settleReleases(on.campaignId)).toEqual({ nextInMs: 7000 })
        expect(await readUnreleased()).toEqual([1])
      })
    })
  })
}
