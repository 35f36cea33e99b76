import { eq } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import type { Store } from '../store.ts'

type SecretStore = Pick<Store, 'keepSecret' | 'keepMark' | 'noteSecret'>

/** What all nodes sign sessions with, when none was given to them. */
export const secretName = 'sign-in secret'
const markName = 'mark'
const fingerprintName = 'sign-in secret, fingerprint'

export function createSecretStore({ tables, transaction, reader }: Engine): SecretStore {
  const { setting } = tables

  async function find(db: Pick<typeof reader, 'select'>, name: string): Promise<string | undefined> {
    const [row] = await db.select({ value: setting.value }).from(setting).where(eq(setting.name, name))
    return row?.value
  }

  async function keep(name: string, proposed: string): Promise<string> {
    const kept = await find(reader, name)
    if (kept !== undefined) return kept
    return transaction(async ({ db }) => {
      // Of nodes that start at once the second waits here for the first, and then reads what that one wrote.
      await db.insert(setting).values({ name, value: proposed }).onConflictDoNothing()
      return (await find(db, name)) ?? proposed
    })
  }

  return {
    keepSecret: (proposed) => keep(secretName, proposed),
    keepMark: (proposed) => keep(markName, proposed),

    async noteSecret(fingerprint) {
      const before = await find(reader, fingerprintName)
      if (before === fingerprint) return before
      return transaction(async ({ db }) => {
        const last = await find(db, fingerprintName)
        await db
          .insert(setting)
          .values({ name: fingerprintName, value: fingerprint })
          .onConflictDoUpdate({ target: setting.name, set: { value: fingerprint } })
        return last
      })
    },
  }
}
