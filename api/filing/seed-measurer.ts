import { createHash } from 'node:crypto'
import { seedsInUse } from '@wall/db/campaigns/seeds-in-use'
import type { KeptFiles } from '@wall/db/kept-files'
import type { CampaignContent } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { CampaignSeeds } from '@wall/db/model/filing/campaign-seeds'
import { type MeasuredPart, type MeasuredSeeds, seedsMeasure } from '@wall/filing/jobs/jobs'
import { runJob } from '@wall/filing/jobs/run-job'
import { createFairLine } from './fair-line.ts'

export interface MeasureOrder {
  campaign: CampaignContent
  draft: CampaignSeeds
  userId: string
  /** Which of the person's editors asks: only its newest draft is measured. */
  editor: string
  signal: AbortSignal
  /** Hears what is known before all is. */
  onPart?: (part: MeasuredPart) => void
}

/**
 * Measures seeds as they are edited, in threads, one of each person at a time. What was measured before is
 * known at once, to everybody.
 */
export interface SeedMeasurer {
  /** Throws `conflict` when the same editor sent newer seeds, `unavailable` when `signal` aborts. */
  measure(order: MeasureOrder): Promise<MeasuredSeeds>
  close(): void
}

/** Each takes a core and some hundred MB. */
const threads = 2
const maxEditors = 4
/** What is saved, and the last few drafts of some people. */
const mostKept = 32
const kind = `draft-${seedsMeasure}`

export function createSeedMeasurer(kept: KeptFiles): SeedMeasurer {
  const line = createFairLine(threads)
  /** What is on its way, by person and editor. */
  const underWay = new Map<string, Map<string, AbortController>>()

  return {
    async measure({ campaign, draft, userId, editor, signal, onPart }) {
      const key = nameMeasure(campaign, draft)
      const own = takeOver(userId, editor)
      const ends = AbortSignal.any([signal, own.signal])
      try {
        const found = (await kept.read(kind, key)) as MeasuredSeeds | undefined
        return found ?? (await line.run(userId, ends, () => run(ends)))
      } catch (error) {
        if (own.signal.aborted) throw new AppError('conflict', 'Newer seeds are being measured by now.')
        throw error
      } finally {
        const mine = underWay.get(userId)
        if (mine?.get(editor) === own) mine.delete(editor)
        if (mine?.size === 0) underWay.delete(userId)
      }

      async function run(ends: AbortSignal): Promise<MeasuredSeeds> {
        const material = {
          campaign,
          seeds: seedsInUse(campaign, draft),
          decisions: [],
          turnedDown: [],
          vectors: null,
        }
        const measured = await runJob('measureSeeds', { material }, ends, onPart)
        await kept.write(kind, key, measured, mostKept)
        return measured
      }
    },
    close() {
      for (const mine of underWay.values()) for (const one of mine.values()) one.abort()
    },
  }

  /** What the editor had asked before is worthless now; of very many editors the oldest goes. */
  function takeOver(userId: string, editor: string): AbortController {
    const mine = underWay.get(userId) ?? new Map<string, AbortController>()
    underWay.set(userId, mine)
    mine.get(editor)?.abort()
    const own = new AbortController()
    mine.delete(editor)
    mine.set(editor, own)
    const [oldest] = mine.values()
    if (mine.size > maxEditors) oldest?.abort()
    return own
  }
}

function nameMeasure(campaign: CampaignContent, draft: CampaignSeeds): string {
  return createHash('sha256')
    .update(JSON.stringify([campaign, draft]))
    .digest('base64url')
}
