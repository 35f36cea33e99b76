import type { Engine } from '@wall/db/engines/engine'

/** Somebody who may decide, and never signs in. */
export async function addModerator(engine: Engine, id: string, name = id): Promise<void> {
  const at = new Date(0)
  const row = { id, name, email: `${id}@example.org`, emailVerified: false, role: 'moderator' as const }
  await engine.transaction(({ db }) =>
    db.insert(engine.tables.user).values({ ...row, createdAt: at, updatedAt: at }),
  )
}
