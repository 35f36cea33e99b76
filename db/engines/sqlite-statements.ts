import type BetterSqlite3 from 'better-sqlite3'

type Statement = Pick<BetterSqlite3.Statement, 'run' | 'all' | 'get'>

/** Some kilobytes each. */
const mostKept = 300

/**
 * The same connection to a query builder that prepares a statement for every query it runs: SQLite would
 * read and plan the same words again and again, for longer than most of them take to run.
 */
export function keepStatements(connection: BetterSqlite3.Database): BetterSqlite3.Database {
  const kept = new Map<string, Statement & { raw(): Statement }>()

  function find(source: string) {
    const found = kept.get(source) ?? prepareOnce(connection, source)
    // The one that was not asked for longest goes first.
    kept.delete(source)
    kept.set(source, found)
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break
      kept.delete(oldest)
    }
    return found
  }

  return { prepare: find } as unknown as BetterSqlite3.Database
}

/** A statement answers in arrays once it was told to, and no longer in objects: of each there is another. */
function prepareOnce(connection: BetterSqlite3.Database, source: string) {
  const plain = connection.prepare(source)
  let inArrays: Statement | undefined
  return {
    run: (...values: unknown[]) => plain.run(...values),
    all: (...values: unknown[]) => plain.all(...values),
    get: (...values: unknown[]) => plain.get(...values),
    raw: () => (inArrays ??= connection.prepare(source).raw()),
  }
}
