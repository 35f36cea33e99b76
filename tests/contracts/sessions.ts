// Which sessions still hold.
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestEngine } from '../support/database/open-test-engine.ts'

/** Which sessions still hold: what open streams are kept or ended by. Run once an engine. */
export function describeSessions(name: string, open: () => Promise<TestEngine>): void {
  describe(`sessions on ${name}`, () => {
    const startedAt = 1_800_000_000_000
    const hourMs = 3_600_000
    let opened: TestEngine
    let store: Store
    let now: number

    beforeEach(async () => {
      opened = await open()
      now = startedAt
      store = createStore(opened.engine, () => now)
      const at = new Date(startedAt)
      const { user, session } = opened.engine.tables
      await opened.engine.transaction(async ({ db }) => {
        for (const [id, role] of [
          ['ana', 'admin'],
          ['bo', 'moderator'],
        ] as const) {
          await db.insert(user).values({
            ...{ id, name: id, email: `${id}@example.org`, emailVerified: false, image: null, role },
            ...{ createdAt: at, updatedAt: at },
          })
          await db.insert(session).values({
            ...{ id: `of ${id}`, userId: id, token: `token of ${id}`, ipAddress: null, userAgent: null },
            ...{ expiresAt: new Date(startedAt + hourMs), createdAt: at, updatedAt: at },
          })
        }
      })
    })
    afterEach(() => opened.dispose())

    const asked = ['of ana', 'of bo', 'of nobody']
    const listValid = async () => (await store.listValidSessions(asked)).toSorted()

    test('those of the ones asked for are told that somebody signed in with', async () => {
      expect(await listValid()).toEqual(['of ana', 'of bo'])
      expect(await store.listValidSessions(['of bo'])).toEqual(['of bo'])
      expect(await store.listValidSessions([])).toEqual([])
    })

    test('one that was ended is not valid any more, nor that of somebody who was removed', async () => {
      const { user, session } = opened.engine.tables
      await opened.engine.transaction(async ({ db }) => {
        await db.delete(session).where(eq(session.id, 'of ana'))
      })
      expect(await listValid()).toEqual(['of bo'])
      await opened.engine.transaction(async ({ db }) => {
        await db.delete(user).where(eq(user.id, 'bo'))
      })
      expect(await listValid()).toEqual([])
    })

    test('its time ends it', async () => {
      now = startedAt + hourMs - 1
      expect(await listValid()).toEqual(['of ana', 'of bo'])
      now = startedAt + hourMs
      expect(await listValid()).toEqual([])
    })

    test('another role does not end it', async () => {
      const { user } = opened.engine.tables
      await opened.engine.transaction(async ({ db }) => {
        await db.update(user).set({ role: 'moderator' }).where(eq(user.id, 'ana'))
      })
      expect(await listValid()).toEqual(['of ana', 'of bo'])
    })
  })
}
