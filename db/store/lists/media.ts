import { and, eq } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { isShown } from '../../model/visibility.ts'
import type { Store } from '../store.ts'
import { whereShown } from '../visibility.ts'

type MediaStore = Pick<Store, 'findMedia' | 'findAvatar'>

export function createMediaStore({ reader, tables }: Engine): MediaStore {
  const { media, post, author } = tables
  return {
    async findMedia(id) {
      const [row] = await reader
        .select()
        .from(media)
        .innerJoin(post, eq(media.postId, post.id))
        .where(eq(media.id, id))
      if (!row) return undefined
      const { postId: _postId, position: _position, ...found } = row.media
      return { ...found, isShown: isShown(row.post) }
    },

    async findAvatar(authorId) {
      const [row] = await reader.select().from(author).where(eq(author.id, authorId))
      if (!row?.avatarUrl) return undefined
      const [shown] = await reader
        .select({ id: post.id })
        .from(post)
        .where(and(eq(post.authorId, authorId), whereShown(tables)))
        .limit(1)
      return { url: row.avatarUrl, isShown: shown !== undefined }
    },
  }
}
