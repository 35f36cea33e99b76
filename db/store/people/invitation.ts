import { randomUUID } from 'node:crypto'
import { and, eq, gt, isNull, lte, sql } from 'drizzle-orm'
import type { Database, Engine } from '../../engines/engine.ts'
import { AppError } from '../../model/error.ts'
import { invitationValidMs } from '../../model/invitation-token.ts'
import type { Store } from '../store.ts'

type InvitationStore = Pick<Store, 'countAdmins' | 'createInvitation' | 'findInvitation' | 'acceptInvitation'>

export function createInvitationStore(engine: Engine): InvitationStore {
  const { invitation, user, account, session } = engine.tables

  async function countAdmins(db: Database): Promise<number> {
    const [row] = await db
      .select({ admins: sql<number>`count(*)`.mapWith(Number) })
      .from(user)
      .where(eq(user.role, 'admin'))
    return row?.admins ?? 0
  }

  async function findOpen(db: Database, tokenHash: string, now: number) {
    const [row] = await db
      .select()
      .from(invitation)
      .where(
        and(
          and(eq(invitation.tokenHash, tokenHash), isNull(invitation.usedAt)),
          // Made by a clock that was ahead, it would open the door for that much longer.
          and(gt(invitation.expiresAt, now), lte(invitation.expiresAt, now + 2 * invitationValidMs)),
        ),
      )
    // The first administrator's link is worth nothing once there is one, however it came about.
    if (!row || (row.isFirstAdmin && (await countAdmins(db)) > 0)) return undefined
    return row
  }

  return {
    countAdmins: () => countAdmins(engine.reader),

    createInvitation: (order) =>
      engine.transaction(async ({ db }) => {
        const made = await db
          .insert(invitation)
          .values({ ...order, usedAt: null })
          .onConflictDoNothing()
          .returning({ tokenHash: invitation.tokenHash })
        if (made.length === 0)
          throw new AppError('conflict', 'This invitation was made before. Make another.')
      }),

    async findInvitation(tokenHash, now) {
      const row = await findOpen(engine.reader, tokenHash, now)
      return row && { role: row.role }
    },

    acceptInvitation: ({ tokenHash, now, name, email, passwordHash, session: begun }) =>
      engine.transaction(async ({ db }) => {
        const open = await findOpen(db, tokenHash, now)
        // Every node shows a link of its own for the first administrator: with one of them all are used up.
        const isMeant = open?.isFirstAdmin
          ? eq(invitation.isFirstAdmin, true)
          : eq(invitation.tokenHash, tokenHash)
        const used = await db
          .update(invitation)
          .set({ usedAt: now })
          .where(and(isMeant, isNull(invitation.usedAt)))
          .returning({ tokenHash: invitation.tokenHash })
        // Of two who come at once the first to write has it; the second waited for that, and looks again.
        const isOurs = used.some((row) => row.tokenHash === tokenHash)
        if (!open || !isOurs || (open.isFirstAdmin && (await countAdmins(db)) > 0))
          throw new AppError('not_found', 'This invitation was used or has expired. Ask for a new link.')
        const address = email.toLowerCase()
        const taken = await db.select({ id: user.id }).from(user).where(eq(user.email, address))
        if (taken.length > 0)
          throw new AppError('conflict', 'Somebody signs in with this e-mail address already.')
        const at = new Date(now)
        const userId = randomUUID()
        await db.insert(user).values({
          id: userId,
          name,
          email: address,
          emailVerified: false,
          image: null,
          role: open.role,
          createdAt: at,
          updatedAt: at,
        })
        await db.insert(account).values({
          id: randomUUID(),
          userId,
          accountId: userId,
          providerId: 'credential',
          password: passwordHash,
          createdAt: at,
          updatedAt: at,
        })
        if (begun) {
          await db.insert(session).values({
            id: randomUUID(),
            userId,
            token: begun.token,
            expiresAt: new Date(begun.expiresAt),
            createdAt: at,
            updatedAt: at,
          })
        }
        return { userId, role: open.role }
      }),
  }
}
