import { and, asc, eq, isNotNull, isNull, lt, not, or, sql } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { whereVisible } from '../visibility.ts'
import type { FilingStore } from './filing-store.ts'
import { notFiledYet } from './not-filed-yet.ts'

export function createSecondOpinionStore(
  engine: Engine,
): Pick<FilingStore, 'findUnsurePost' | 'recordSecondOpinion'> {
  const { reader, tables, isOneOf } = engine
  const { post, author, media } = tables

  return {
    async findUnsurePost(campaignId, { judge, below, except }) {
      const askedOf = sql`${post.secondOpinion} ->> 'judge'`
      const where = and(
        eq(post.campaignId, campaignId),
        // In these words, which the index of waiting posts has as well.
        sql`${post.standing} = 'pending'`,
        sql`${post.removedWhy} IS NULL`,
        // What may not be shown does not leave the house either.
        whereVisible(tables),
        isNull(post.filedBy),
        isNotNull(post.filedWith),
        lt(post.filingConfidence, below),
        eq(post.signals, []),
        or(isNull(post.secondOpinion), sql`${askedOf} <> ${judge}`),
        except.length > 0 ? not(isOneOf(post.id, except)) : undefined,
      )
      const [row] = await reader
        .select({
          ...{ id: post.id, cid: post.cid, text: post.text },
          ...{ handle: author.handle, displayName: author.displayName },
        })
        .from(post)
        .innerJoin(author, eq(post.authorId, author.id))
        .where(where)
        .orderBy(asc(post.stoodAt), asc(post.id))
        .limit(1)
      if (!row) return null
      const { id, cid, text, handle, displayName } = row
      const pictures = await reader
        .select({ alt: media.alt })
        .from(media)
        .where(eq(media.postId, id))
        .orderBy(asc(media.position))
      const alts = pictures.map(({ alt }) => alt)
      return { id, cid, text, alts, names: [handle, displayName].filter((name) => name !== null) }
    },

    recordSecondOpinion: (campaignId, { postId, cid }, secondOpinion) =>
      engine.transaction(async ({ db }) => {
        const isSame = and(eq(post.id, postId), eq(post.campaignId, campaignId), eq(post.cid, cid))
        const kept = await db
          .update(post)
          // Who is filing it at this moment does not know of it.
          .set({ secondOpinion, ...notFiledYet })
          .where(and(isSame, isNull(post.removedWhy)))
          .returning({ id: post.id })
        return kept.length > 0
      }),
  }
}
