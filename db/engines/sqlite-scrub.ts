import { statfsSync, statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type BetterSqlite3 from 'better-sqlite3'

const minuteMs = 60_000
const firstLookMs = 10 * minuteMs
const lookMs = 24 * 60 * minuteMs
/** Writing waits meanwhile, some 10 ms a megabyte: beyond this too long. */
const maxBytes = 512 * 1024 * 1024

/**
 * Writes the file anew once a day when words were erased since. `secure_delete` clears the place a row stood
 * in, but while pages are parted SQLite leaves copies of rows behind in what it counts as empty. Whether
 * there is anything to do stands in the file (`user_version`), so that a restart forgets nothing.
 */
export function createSqliteScrub(connection: BetterSqlite3.Database, file: string) {
  const first = setTimeout(look, firstLookMs).unref()
  const timer = setInterval(look, lookMs).unref()

  function look(): void {
    try {
      if (readErasures(connection) === 0 || !hasRoom(file)) return
      const thread = scrubSqlite(file)
      thread.on('error', () => {})
      thread.unref()
    } catch {
      // What fails (a file that is away, a full disk), or is cut short by the end of the program, is tried
      // again the next day.
    }
  }

  return {
    /** In the transaction that erases. */
    note(): void {
      connection.pragma(`user_version = ${(readErasures(connection) % 1_000_000_000) + 1}`)
    },
    stop(): void {
      clearTimeout(first)
      clearInterval(timer)
    },
  }
}

/**
 * It is copied twice on the way. A disk that is full in between would stay so: SQLite's log keeps what room
 * it has taken.
 */
function hasRoom(file: string): boolean {
  const { size } = statSync(file)
  const { bavail, bsize } = statfsSync(file)
  return size <= maxBytes && bavail * bsize >= 2 * size
}

/**
 * Writes the file anew, in a thread that ends with it: whoever reads goes on meanwhile, whoever writes waits.
 */
export function scrubSqlite(file: string): Worker {
  const thread = new URL('./sqlite-scrub-thread.ts', import.meta.url)
  return new Worker(thread, { workerData: file, env: {} })
}

/** How often words were erased since the file was written anew. */
export function readErasures(connection: BetterSqlite3.Database): number {
  return Number(connection.pragma('user_version', { simple: true }))
}
