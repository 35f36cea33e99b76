// What of ideas everybody sees.
import { describe, expect, test } from 'vitest'
import { type OpenEngine, useStore } from '../store-room.ts'
import { useIdeas } from './idea-room.ts'

/** Run once an engine. */
export function describePublicIdeas(name: string, open: OpenEngine): void {
  describe(`for everybody on ${name}`, () => {
    const on = useStore(open)
    const { receive, readAll, gather, approve, removal } = useIdeas(on)

    test('only what is on the wall counts and lends its words', async () => {
      await receive(['ana', 'bo'])
      await readAll()
      await gather([1, 2])
      expect(await on.store.listShownIdeas(on.campaignId, 3)).toEqual([])
      await approve(2)
      const [shown] = await on.store.listShownIdeas(on.campaignId, 3)
      expect(shown?.group).toMatchObject({ name: null, people: 1, posts: 1, shownPeople: 1 })
      expect(shown?.posts.map(({ id }) => id)).toEqual([2])
      await approve(1)
      expect((await on.store.listShownIdeas(on.campaignId, 1))[0]).toMatchObject({
        group: { name: 'Words of 1', people: 2 },
      })
    })

    test('words that are taken back name nothing, at once', async () => {
      await receive(['ana', 'bo'])
      await readAll()
      await gather([1, 2])
      await on.store.recordBatch(on.sourceId, removal('ana', 1))
      expect(await on.store.listIdeaGroups(on.campaignId)).toMatchObject([{ name: null, posts: 1 }])
      const { idea, ideaGroup, ideaChange } = on.engine.tables
      for (const table of [idea, ideaGroup, ideaChange]) {
        expect(JSON.stringify(await on.engine.reader.select().from(table))).not.toContain('Words of 1')
      }
    })
  })
}
