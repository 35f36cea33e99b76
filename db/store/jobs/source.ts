import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq, gt, isNotNull } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { AppError } from '../../model/error.ts'
import type { Store } from '../store.ts'
import { campaignChanged } from '../writing.ts'
import { checkLead } from './lead.ts'

type SourceStore = Pick<
  Store,
  'ensureSource' | 'listSources' | 'listNetworks' | 'saveSourceStatus' | 'listKnownIds'
>

const mostListed = 10_000

export function createSourceStore(engine: Engine, clock: () => number): SourceStore {
  const { source, post, author } = engine.tables

  return {
    ensureSource: (campaignId, kind, settings, { name = '', network } = {}) =>
      engine.transaction(async (transaction) => {
        const { db } = transaction
        if (network) await transaction.lockCampaigns([campaignId])
        const isThis = and(eq(source.campaignId, campaignId), eq(source.kind, kind), eq(source.name, name))
        const [known] = await db.select({ network: source.network }).from(source).where(isThis)
        const [row] = await db
          .insert(source)
          .values({
            campaignId,
            kind,
            name,
            settings,
            network: network ?? null,
            cursor: null,
            status: { parts: {}, lastEventAt: null, counts: {} },
            statusAt: null,
          })
          .onConflictDoUpdate({
            target: [source.campaignId, source.kind, source.name],
            set: { settings, ...(network && { network }) },
          })
          .returning()
        if (!row) throw new AppError('internal', 'The source could not be stored.')
        // What it is called and where it leads stands on every page.
        if (network && !isDeepStrictEqual(known?.network, network))
          await transaction.appendEvents(campaignId, [campaignChanged], clock())
        return row
      }),

    listSources: async (campaignId) =>
      engine.reader
        .select()
        .from(source)
        .where(campaignId === undefined ? undefined : eq(source.campaignId, campaignId))
        .orderBy(asc(source.id)),

    async listNetworks() {
      const rows = await engine.reader
        .selectDistinct({ kind: source.kind, network: source.network })
        .from(source)
        .where(isNotNull(source.network))
      return Object.fromEntries(rows.flatMap(({ kind, network }) => (network ? [[kind, network]] : [])))
    },

    saveSourceStatus: (sourceId, status, fence) =>
      engine.transaction(async ({ db }) => {
        // Asked by the write itself: while we waited for the row another worker may have begun to lead.
        const isLed = fence === undefined ? undefined : eq(source.fence, fence)
        const saved = await db
          .update(source)
          .set({ status, statusAt: clock() })
          .where(and(eq(source.id, sourceId), isLed))
          .returning({ id: source.id })
        if (saved.length === 0) await checkLead({ db }, engine, sourceId, fence)
      }),

    async listKnownIds(network, kind, after = '') {
      const [table, id] = kind === 'post' ? [post, post.uri] : [author, author.networkId]
      const rows = await engine.reader
        .selectDistinct({ id })
        .from(table)
        .where(and(eq(table.network, network), gt(id, after)))
        .orderBy(asc(id))
        .limit(mostListed)
      return rows.map((row) => row.id)
    },
  }
}
