// What `model/visibility.ts` says of one post, as conditions for the database. They have literals and no
// parameters, in the words of the partial indexes.
import { type SQL, sql } from 'drizzle-orm'
import type { Tables } from '../engines/engine.ts'

type PostTable = Pick<Tables, 'post'>

/** `isVisible` */
export function whereVisible({ post }: PostTable): SQL {
  return sql`${post.hiddenWhy} IS NULL`
}

/** `isShown` */
export function whereShown(tables: PostTable): SQL {
  return sql`(${tables.post.standing} = 'approved' AND ${whereVisible(tables)})`
}

/** `isPassing` */
export function wherePassing({ post }: PostTable): SQL {
  return sql`(${post.hiddenWhy} IS NULL OR ${post.hiddenWhy} IN ('unverified', 'unreleased'))`
}

/** `isErased` */
export function whereErased({ post }: PostTable): SQL {
  return sql`${post.removedWhy} IN ('deleted', 'untagged')`
}

/** Not `isErased` */
export function whereNotErased({ post }: PostTable): SQL {
  return sql`(${post.removedWhy} IS NULL OR ${post.removedWhy} = 'missing')`
}
