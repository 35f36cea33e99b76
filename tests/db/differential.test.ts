import type { Engine } from '@wall/db/engines/engine'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCommandRunner } from '../support/database/command-runner.ts'
import { openTestPostgres, openTestSqlite, type TestEngine } from '../support/database/open-test-engine.ts'
import { anyCommand } from '../support/database/store-commands.ts'

/** How many random sequences of commands; `DIFFERENTIAL_SEQUENCES=10000` for a long night. */
const sequenceCount = Number(process.env.DIFFERENTIAL_SEQUENCES ?? 20)
const longest = 50

let postgres: TestEngine
beforeAll(async () => {
  postgres = await openTestPostgres()
})
afterAll(() => postgres.dispose())

test(
  'both engines give the same answer to every command, and keep the same in the end',
  async ({ annotate }) => {
    const counts = { sequences: 0, commands: 0, refused: 0 }
    const property = fc.asyncProperty(
      fc.array(anyCommand, { minLength: 1, maxLength: longest, size: 'max' }),
      async (commands) => {
        const sqlite = await openTestSqlite()
        try {
          await empty(postgres.engine)
          const [left, right] = [
            await createCommandRunner(sqlite.engine),
            await createCommandRunner(postgres.engine),
          ]
          for (const command of commands) {
            const [answer, other] = await Promise.all([left.run(command), right.run(command)])
            expect(other, JSON.stringify(command)).toEqual(answer)
            counts.commands += 1
            if (typeof answer === 'string') counts.refused += 1
          }
          expect(await right.dump()).toEqual(await left.dump())
          counts.sequences += 1
        } finally {
          await sqlite.dispose()
        }
      },
    )
    await fc.assert(property, {
      numRuns: sequenceCount,
      ...(process.env.DIFFERENTIAL_SEED ? { seed: Number(process.env.DIFFERENTIAL_SEED) } : {}),
    })
    expect(counts.sequences).toBe(sequenceCount)
    // Most of them did something.
    expect(counts.refused).toBeLessThan(counts.commands / 2)
    await annotate(`${counts.sequences} sequences, ${counts.commands} commands`)
  },
  60_000 + sequenceCount * 2_500,
)

async function empty({ transaction }: Engine): Promise<void> {
  await transaction(async ({ db }) => {
    await db.execute(
      sql`TRUNCATE campaign, event, "user", author, removal, invitation, rate_limit RESTART IDENTITY CASCADE`,
    )
  })
}
