// Sentence vectors, kept by text and model.
import { describe, expect, test } from 'vitest'
import { makePost } from '../../support/database/posts.ts'
import { type OpenEngine, useStore } from '../store-room.ts'
import { uriOf, useLearning } from './learning-room.ts'

/** Run once an engine. */
export function describeVectors(name: string, open: OpenEngine): void {
  describe(`sentence vectors on ${name}`, () => {
    const on = useStore(open)
    const { arrive, makeFiling, fileAll } = useLearning(on)

    const vector = Float32Array.from([0.5, -1, 0.25])

    test('come back as they were kept, for each encoder its own', async () => {
      await arrive(2)
      await on.store.saveEmbeddings('e1', [
        { postId: 1, cid: 'cid-1', vector },
        { postId: 2, cid: 'other', vector },
        { postId: 99, cid: 'cid-1', vector },
      ])
      await on.store.saveEmbeddings('e1', [{ postId: 1, cid: 'cid-1', vector }])
      expect(await on.store.readEmbeddings('e1', [1, 2, 99])).toEqual(new Map([[1, vector]]))
      expect(await on.store.readEmbeddings('e2', [1])).toEqual(new Map())
    })

    test('go with the words, as does all else that was made of them', async () => {
      const references = { replyTo: 'at://a', replyRoot: 'at://b', quoteOf: 'at://c' }
      const signals = [{ takeaway: 1, seen: 'says “T1”', confidence: 0.9 }]
      await on.record({ posts: [makePost({ references }), makePost({ uri: uriOf(2) })] })
      await on.store.saveEmbeddings(
        'e1',
        [1, 2].map((postId) => ({ postId, cid: 'cid-1', vector })),
      )
      await fileAll('m1', () => makeFiling({ signals, near: [{ takeaway: 1, postId: 2, text: null }] }))
      await on.record({
        posts: [makePost({ uri: uriOf(2), cid: 'cid-2', rev: '3b', text: 'Other words' })],
        removals: [{ network: 'bluesky', uri: uriOf(1), rev: '3c', why: 'deleted' }],
      })
      expect(await on.store.readEmbeddings('e1', [1, 2])).toEqual(new Map())
      const { post } = on.engine.tables
      const [row] = await on.engine.reader.select().from(post).orderBy(post.id).limit(1)
      expect(row).toMatchObject({ signals: [], near: [], replyTo: null, replyRoot: null, quoteOf: null })
    })
  })
}
