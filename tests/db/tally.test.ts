// The numbers that the database keeps against a recount of its posts, after random commands, on both engines.
import type { Engine } from '@wall/db/engines/engine'
import { readMigrations } from '@wall/db/migrate'
import { quarterMs } from '@wall/db/store/lists/tally'
import { ne, type SQL, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCommandRunner } from '../support/database/command-runner.ts'
import { openTestPostgres, openTestSqlite } from '../support/database/open-test-engine.ts'
import { anyWrite } from '../support/database/store-commands.ts'

const sequenceCount = Number(process.env.DIFFERENTIAL_SEQUENCES ?? 20)

test.for([
  { name: 'SQLite', open: openTestSqlite },
  { name: 'PostgreSQL', open: openTestPostgres },
])(
  'on $name what is kept is what a recount finds, and what the migration fills',
  { timeout: 60_000 + sequenceCount * 2_500 },
  async ({ open }) => {
    let most = 0
    const property = fc.asyncProperty(
      fc.array(anyWrite, { minLength: 20, maxLength: 50, size: 'max' }),
      async (commands) => {
        const { engine, dispose } = await open()
        try {
          const runner = await createCommandRunner(engine)
          for (const command of commands) {
            await runner.run(command)
            const counted = await recount(engine)
            expect(await readKept(engine), JSON.stringify(command)).toEqual(counted)
            most = Math.max(most, counted.length)
          }
          await fillAnew(engine)
          expect(await readKept(engine)).toEqual(await recount(engine))
        } finally {
          await dispose()
        }
      },
    )
    await fc.assert(property, {
      numRuns: Math.ceil(sequenceCount / 4),
      ...(process.env.DIFFERENTIAL_SEED ? { seed: Number(process.env.DIFFERENTIAL_SEED) } : {}),
    })
    // There was something to count.
    expect(most).toBeGreaterThan(10)
  },
)

async function readKept({ reader, tables: { tally } }: Engine): Promise<string[]> {
  const rows = await reader.select().from(tally).where(ne(tally.number, 0))
  return rows
    .map(({ campaignId, what, quarter, takeaway, number }) =>
      [campaignId, what, quarter, takeaway, number].join(' '),
    )
    .sort()
}

/** One post after the other. */
async function recount({ reader, tables: { post } }: Engine): Promise<string[]> {
  const numbers = new Map<string, number>()
  const people = new Set<string>()
  const add = (...key: (string | number)[]) =>
    numbers.set(key.join(' '), (numbers.get(key.join(' ')) ?? 0) + 1)
  for (const row of await reader.select().from(post)) {
    if (row.removedWhy !== null) continue
    const takeaway = row.takeaway ?? 0
    add(row.campaignId, row.standing, 0, takeaway)
    add(row.campaignId, 'arrived', Math.floor(row.sortAt / quarterMs), takeaway)
    const isProposed = row.standing === 'pending' && row.filedBy === null && row.proposed !== null
    if (isProposed) add(row.campaignId, 'proposed', 0, row.proposed ?? 0)
    if (row.standing === 'approved' && row.hiddenWhy === null) add(row.campaignId, 'shown', 0, takeaway)
    for (const key of [`author 0 ${takeaway}`, 'any_author 0 0']) {
      const person = `${row.campaignId} ${key} of ${row.authorId}`
      if (!people.has(person)) add(row.campaignId, key)
      people.add(person)
    }
  }
  return [...numbers].map(([key, number]) => `${key} ${number}`).sort()
}

/** As for an installation that had posts before. */
async function fillAnew({ kind, transaction, tables: { tally } }: Engine): Promise<void> {
  const migrations = readMigrations(kind).map((migration) => migration.sql)
  const fills = migrations.flatMap((text) => text.match(/^INSERT INTO tally [^;]+;/gm) ?? [])
  await transaction(async ({ db }) => {
    await db.delete(tally)
    const run = 'run' in db ? (db as { run(query: SQL): Promise<unknown> }).run : db.execute
    for (const fill of fills) await run.call(db, sql.raw(fill))
  })
}
