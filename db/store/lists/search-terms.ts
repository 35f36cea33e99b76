import { like, sql } from 'drizzle-orm'
import type { Database, Sought, Tables } from '../../engines/engine.ts'
import { listRuns } from './fold-words.ts'

/** What somebody typed between two spaces: words that a post or its author's name must have. */
export interface Term {
  /** Never empty. */
  sought: Sought[]
  /** What it says of a handle, with an `@` before it or a dot in it; else null. */
  handle: string | null
}

/** A shorter piece in the middle of a name would find nearly everybody. */
const shortestPart = 4
/** A word that is in more names than these says little of people. */
const mostAuthors = 2_000

export function listTerms(text: string): Term[] {
  const terms = text
    .trim()
    .split(/\s+/u)
    .map((typed) => ({ runs: listRuns(typed), handle: readHandle(typed) }))
    .filter(({ runs }) => runs.length > 0)
    .slice(0, 20)
  return terms.map(({ runs, handle }, at) => ({
    handle,
    sought: runs.map((words, place) => ({
      words,
      isBeginning: at === terms.length - 1 && place === runs.length - 1,
    })),
  }))
}

function readHandle(typed: string): string | null {
  const [, at, handle] = /^(@?)([a-z0-9-]+(?:\.[a-z0-9-]+)*)/i.exec(typed) ?? []
  return handle && (at || handle.includes('.')) ? handle.toLowerCase() : null
}

/** For each term the people whose names or handle have it; all in one pass over the people. */
export async function findAuthors(
  db: Database,
  { author }: Tables,
  terms: readonly Term[],
): Promise<number[][]> {
  if (terms.length === 0) return []
  const conditions = terms.map(({ sought, handle }) => {
    const named = sought.map(({ words }) =>
      like(sql`' ' || ${author.words}`, words.length < shortestPart ? `% ${words}%` : `%${words}%`),
    )
    const isHandle = handle === null ? sql`false` : like(sql`lower(${author.handle})`, `%${handle}%`)
    return sql`(${sql.join(named, sql` AND `)} OR ${isHandle})`
  })
  const rows = await db
    .select({
      id: author.id,
      ...Object.fromEntries(conditions.map((has, at) => [`has${at}`, has.mapWith(Boolean)])),
    })
    .from(author)
    .where(sql.join(conditions, sql` OR `))
    // Where a word is in too many names, those who have the others, too, come first.
    .orderBy(
      sql`${sql.join(
        conditions.map((has) => sql`CASE WHEN ${has} THEN 0 ELSE 1 END`),
        sql` + `,
      )}`,
    )
    .limit(mostAuthors)
  return terms.map((_, at) => rows.filter((row) => Reflect.get(row, `has${at}`)).map(({ id }) => id))
}
