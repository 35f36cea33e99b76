import { and, eq, sql } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { isErased } from '../../model/visibility.ts'
import type { FilingStore } from './filing-store.ts'

export function createEmbeddingStore(engine: Engine): Pick<FilingStore, 'readEmbeddings' | 'saveEmbeddings'> {
  const { reader, tables, isOneOf } = engine
  const { embedding, post } = tables

  return {
    async readEmbeddings(encoder, postIds) {
      const rows = await reader
        .select({ postId: embedding.postId, vector: embedding.vector })
        .from(embedding)
        .where(and(eq(embedding.encoder, encoder), isOneOf(embedding.postId, postIds)))
      return new Map(rows.map(({ postId, vector }) => [postId, toVector(vector)]))
    },

    saveEmbeddings: (encoder, embeddings) =>
      engine.transaction(async (transaction) => {
        const ids = embeddings.map(({ postId }) => postId)
        if (ids.length === 0) return
        const homes = await transaction.db
          .select({ campaignId: post.campaignId })
          .from(post)
          .where(isOneOf(post.id, ids))
          .groupBy(post.campaignId)
        // Nobody erases or rewrites words between the look and the write.
        await transaction.lockCampaigns(homes.map(({ campaignId }) => campaignId))
        const posts = await transaction.db
          .select({ id: post.id, cid: post.cid, removedWhy: post.removedWhy })
          .from(post)
          .where(isOneOf(post.id, ids))
        const kept = new Map(posts.map((row) => [row.id, isErased(row) ? null : row.cid]))
        const rows = embeddings
          .filter(({ postId, cid }) => kept.get(postId) === cid)
          .map(({ postId, vector }) => ({ postId, encoder, vector: toBytes(vector) }))
        if (rows.length === 0) return
        await transaction.db
          .insert(embedding)
          .values(rows)
          .onConflictDoUpdate({
            target: [embedding.postId, embedding.encoder],
            set: { vector: sql`excluded.vector` },
          })
      }),
  }
}

/** Floats as they lie in memory here, little-endian on every machine that runs this. */
function toBytes(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
}

function toVector(bytes: Buffer): Float32Array {
  // A driver's buffer may begin anywhere.
  return new Float32Array(new Uint8Array(bytes).buffer)
}
