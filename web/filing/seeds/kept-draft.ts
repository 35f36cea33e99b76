import type { KeptValues } from '../../lib/kept-values.ts'
import type { KeptDraft } from './editor-model.ts'
import { isSeeds } from './seeds-draft.ts'

/**
 * Unsaved changes stay in this browser: a closed window, a dead battery or an ended session takes nothing
 * away.
 */
export function createDraftKeeper(kept: KeptValues, slug: string) {
  const key = `seeds:${slug}`
  return {
    read(): KeptDraft | undefined {
      try {
        const value: unknown = JSON.parse(kept.read(key) ?? 'null')
        if (typeof value !== 'object' || value === null) return undefined
        const { version, base, draft } = value as Record<string, unknown>
        return typeof version === 'number' && isSeeds(base) && isSeeds(draft)
          ? { version, base, draft }
          : undefined
      } catch {
        return undefined
      }
    },
    write: (draft: KeptDraft) => kept.write(key, JSON.stringify(draft)),
    remove: () => kept.remove(key),
  }
}
