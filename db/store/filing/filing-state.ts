import { and, eq, or, type SQL } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { AppError } from '../../model/error.ts'
import { createLease, noLease } from '../jobs/lease.ts'
import type { FilingStore, SavedSeeds } from './filing-store.ts'

type StateStore = Pick<
  FilingStore,
  | 'readFilingState'
  | 'readFilingModel'
  | 'leaseFilingState'
  | 'saveFilingState'
  | 'releaseFilingState'
  | 'readSeeds'
  | 'saveSeeds'
>

export function createFilingStateStore(engine: Engine, clock: () => number): StateStore {
  const { reader, tables } = engine
  const { filingState, filingSeeds, user } = tables
  const lease = createLease(engine, 'model')

  async function readSeeds(db: Engine['reader'], campaignId: number): Promise<SavedSeeds | null> {
    const [row] = await db
      .select({ saved: filingSeeds, savedBy: user.name })
      .from(filingSeeds)
      .leftJoin(user, eq(filingSeeds.userId, user.id))
      .where(eq(filingSeeds.campaignId, campaignId))
    if (!row) return null
    const { seeds, version, savedAt } = row.saved
    return { seeds, version, savedAt, savedBy: row.savedBy }
  }

  return {
    async readFilingState(campaignId) {
      const [row] = await reader
        .select({ state: filingState.state })
        .from(filingState)
        .where(eq(filingState.campaignId, campaignId))
      return row?.state ?? null
    },

    async readFilingModel(campaignId) {
      const [row] = await reader
        .select({ model: filingState.model })
        .from(filingState)
        .where(eq(filingState.campaignId, campaignId))
      return row?.model ?? null
    },

    leaseFilingState: (campaignId, owner, leaseMs, { model, isGone } = {}) =>
      engine.transaction(async ({ db }) => {
        const [row] = await db
          .select({ owner: filingState.owner })
          .from(filingState)
          .where(eq(filingState.campaignId, campaignId))
        const before = row?.owner ?? null
        const gone = before !== null && isGone?.(before) ? before : null
        const set = { ...lease.take(owner, leaseMs), ...(model === undefined ? {} : { model }) }
        const setWhere = or(eq(filingState.owner, owner), lease.isFree(leaseMs, gone)) as SQL
        const leased = await db
          .insert(filingState)
          .values({ campaignId, ...set })
          .onConflictDoUpdate({ target: filingState.campaignId, set, setWhere })
          .returning({ campaignId: filingState.campaignId })
        return leased.length > 0
      }),

    saveFilingState: (campaignId, owner, state) =>
      engine.transaction(async ({ db }) => {
        const saved = await db
          .update(filingState)
          .set({ state, fittedAt: state.fittedAt })
          .where(and(eq(filingState.campaignId, campaignId), eq(filingState.owner, owner)))
          .returning({ campaignId: filingState.campaignId })
        return saved.length > 0
      }),

    releaseFilingState: (campaignId, owner) =>
      engine.transaction(async ({ db }) => {
        await db
          .update(filingState)
          .set(noLease('model'))
          .where(and(eq(filingState.campaignId, campaignId), eq(filingState.owner, owner)))
      }),

    readSeeds: (campaignId) => readSeeds(reader, campaignId),

    saveSeeds: ({ campaignId, version, seeds, userId }) =>
      engine.transaction(async ({ db, lockCampaigns }) => {
        await lockCampaigns([campaignId])
        const before = await readSeeds(db, campaignId)
        if ((before?.version ?? 0) !== version) {
          const who = before?.savedBy ? `${before.savedBy} has` : 'Somebody else has'
          throw new AppError(
            'conflict',
            `${who} saved the seeds since you opened them. Open them again and put your changes in.`,
          )
        }
        const row = { seeds, userId, savedAt: clock(), version: version + 1 }
        await db
          .insert(filingSeeds)
          .values({ campaignId, ...row })
          .onConflictDoUpdate({ target: filingSeeds.campaignId, set: row })
        const saved = await readSeeds(db, campaignId)
        if (!saved) throw new AppError('internal', 'The seeds could not be stored.')
        return saved
      }),
  }
}
