import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '@wall/db/make-folder'
import type { Budget } from './judge.ts'

/**
 * Counts in a file of the folder, one for each month (UTC): a byte for each unit, put at its end. So counts of several
 * processes add up without a lock, nothing can be half written, and it outlives a crash. At the limit two that ask at once
 * may both be refused, but never both served.
 */
export function createFileBudget(folder: string, perMonth: number, clock: () => number): Budget {
  return {
    async take(amount) {
      const month = new Date(clock()).toISOString().slice(0, 7)
      try {
        makeFolder(folder)
        const file = await open(join(folder, `${month}.count`), 'a', 0o600)
        try {
          const { size } = await file.stat()
          if (size === 0) await removeOthers(folder, month)
          if (size + amount > perMonth) return false
          await file.appendFile('.'.repeat(amount))
          await file.datasync()
          return (await file.stat()).size <= perMonth
        } finally {
          await file.close()
        }
      } catch {
        // Where spending can't be counted, nothing is spent.
        return false
      }
    },
  }
}

async function removeOthers(folder: string, month: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^\d{4}-\d{2}\.count$/.test(name) && !name.startsWith(month))
      await rm(join(folder, name), { force: true })
  }
}
