import { createHash } from 'node:crypto'

export type Row = Readonly<Record<string, unknown>>

/** What a table holds, whatever the order of its rows: their number, and the sum of their hashes. */
export interface TableHash {
  add(row: Row): void
  readonly rows: number
  equals(other: TableHash): boolean
  readonly sum: bigint
}

export function createTableHash(): TableHash {
  let rows = 0
  let sum = 0n
  return {
    add(row) {
      const digest = createHash('sha256').update(writeCanonically(row)).digest('hex')
      sum = BigInt.asUintN(256, sum + BigInt(`0x${digest}`))
      rows += 1
    },
    get rows() {
      return rows
    },
    get sum() {
      return sum
    },
    equals: (other) => other.rows === rows && other.sum === sum,
  }
}

/** The same text for the same row from either engine: jsonb forgets the order of fields. */
function writeCanonically(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
