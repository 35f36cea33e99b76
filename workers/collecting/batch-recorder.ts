import type { AuthorChange } from '@wall/db/model/author'
import { AppError } from '@wall/db/model/error'
import type { NewPost } from '@wall/db/model/post'
import type { Batch, Removal } from '@wall/db/model/source'
import { writeParted } from './store-trouble.ts'

type Row = { post: NewPost } | { removal: Removal } | { change: AuthorChange }

interface Deps {
  /** Stores it whole or throws. */
  store(batch: Batch): Promise<void>
  /** `row`: its address or its author's, in the network. */
  setAside(row: string, error: unknown): void
}

/** A fault that is none of the database's own is tried again so often before it counts as a refusal. */
const oddTries = 2

/**
 * Stores batches. One row that the database refuses must not keep back what comes after it: it is set aside,
 * and the rest stored. Throws when the database is away, or refuses all there is.
 */
export function createBatchRecorder({ store, setAside }: Deps) {
  let refusedInRow = 0
  let oddFaults = 0

  return {
    /** `cursor`: where the batch begins. */
    async record(batch: Batch, cursor: string | null): Promise<void> {
      const rows: Row[] = [
        ...batch.posts.map((post) => ({ post })),
        ...batch.removals.map((removal) => ({ removal })),
        ...batch.authorChanges.map((change) => ({ change })),
      ]
      const refused = await writeParted(
        rows,
        (part) => write(part.length === rows.length ? batch : toBatch(part, cursor ?? '')),
        refusedInRow,
      )
      oddFaults = 0
      const isTaken = rows.length > refused.length
      if (isTaken) refusedInRow = 0
      if (refused.length === 0) return
      refusedInRow += isTaken ? 0 : refused.length
      for (const { row, error } of refused) setAside(nameRow(row), error)
      await write(toBatch([], batch.cursor))
    },
  }

  async function write(batch: Batch): Promise<void> {
    try {
      await store(batch)
    } catch (error) {
      if (error instanceof AppError) throw error
      oddFaults += 1
      if (oddFaults <= oddTries) throw error
      throw new AppError('internal', 'This could not be stored.', { cause: error })
    }
  }
}

function toBatch(rows: readonly Row[], cursor: string): Batch {
  return {
    posts: rows.flatMap((row) => ('post' in row ? row.post : [])),
    removals: rows.flatMap((row) => ('removal' in row ? row.removal : [])),
    authorChanges: rows.flatMap((row) => ('change' in row ? row.change : [])),
    cursor,
  }
}

function nameRow(row: Row): string {
  if ('change' in row) return row.change.networkId
  return 'post' in row ? row.post.uri : row.removal.uri
}
