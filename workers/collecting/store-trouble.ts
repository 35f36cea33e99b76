import { AppError, faultCode, isDiskFull, isLocked } from '@wall/db/model/error'
import type { PartProblem } from '@wall/db/model/source'
import type { Log } from '../log.ts'
import type { StatusBoard } from './status-board.ts'

/** Whether the database was there and did not want it: then it is the rows, and not the time. */
export function isRefusal(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'internal' || error.code === 'invalid')
}

/** Refused more after each other, and none taken, it is the database and not the rows. */
const mostRefused = 3

export interface Refused<T> {
  row: T
  error: unknown
}

/**
 * Hands rows to `write`; what is refused in halves, and these in halves, until only the single rows that are
 * refused are left. Answers these. Whatever else goes wrong is thrown: a database that is away refuses
 * nobody, and one that refuses all there is (after `refusedBefore`, when none was taken since) is at fault
 * itself.
 */
export async function writeParted<T>(
  rows: readonly T[],
  write: (rows: readonly T[]) => Promise<void>,
  refusedBefore = 0,
): Promise<Refused<T>[]> {
  const refused = await findRefused(rows, write)
  const [first] = refused
  if (first && refused.length === rows.length && refusedBefore + refused.length > mostRefused)
    throw first.error
  return refused
}

async function findRefused<T>(
  rows: readonly T[],
  write: (rows: readonly T[]) => Promise<void>,
): Promise<Refused<T>[]> {
  try {
    await write(rows)
    return []
  } catch (error) {
    const [only, ...others] = rows
    if (only === undefined || !isRefusal(error)) throw error
    if (others.length === 0) return [{ row: only, error }]
    const middle = Math.ceil(rows.length / 2)
    const refused = await findRefused(rows.slice(0, middle), write)
    return [...refused, ...(await findRefused(rows.slice(middle), write))]
  }
}

/** What keeps the store from taking what came. */
export function readProblem(error: unknown): Extract<PartProblem, 'disk_full' | 'locked' | 'not_stored'> {
  if (isDiskFull(error)) return 'disk_full'
  return isLocked(error) ? 'locked' : 'not_stored'
}

/** Bounds what is remembered and logged in one run. */
const mostTold = 1_000

/** How the team hears of a row that was set aside. */
export function tellSetAside(
  { report, count }: Pick<StatusBoard, 'report' | 'count'>,
  log: Log,
): (row: string, error: unknown) => void {
  const told = new Set<string>()
  return (row, error) => {
    // After each break of the line the stream's last seconds come again.
    if (told.has(row) || told.size >= mostTold) return
    told.add(row)
    const detail = `${row}: ${faultCode(error)}`
    count('set_aside')
    report('set_aside', { state: 'running', problem: 'set_aside', detail })
    const { message = '' } = error instanceof AppError && error.cause instanceof Error ? error.cause : {}
    log.error({ row, code: faultCode(error), why: message }, 'The database refused a row; it was set aside.')
  }
}
