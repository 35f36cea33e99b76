// The seeds in the editor: as saved, as drafted here, and what happens when somebody else saves meanwhile.
import type { SeedsAnswer, SeedsView } from '@wall/api/wire/filing'
import { type Accessor, createEffect, createMemo, createSignal, onCleanup } from 'solid-js'
import { apiErrorCode } from '../api/errors.ts'
import type { KeptValues } from '../lib/kept-values.ts'
import type { FilingApi } from './filing-api.ts'
import { createDraftKeeper, type KeptDraft } from './kept-draft.ts'
import { compareSeeds, completeSeeds, type ListChange, mergeSeeds, tidySeeds } from './seeds-draft.ts'

/** What the editor did by itself and must tell. `theirs` is what somebody else changed. */
export type EditorNews =
  | { kind: 'merged'; by: string | null; at: string | null; theirs: readonly ListChange[] }
  | { kind: 'found'; at: string | null }
  | { kind: 'saved' }

export type SeedsEditor = ReturnType<typeof createSeedsEditor>

export function createSeedsEditor(deps: {
  api: Pick<FilingApi, 'getSeeds' | 'saveSeeds'>
  kept: KeptValues
  slug: string
  takeaways: Accessor<readonly number[]>
  onSaved?: () => void
}) {
  const keeper = createDraftKeeper(deps.kept, deps.slug)
  const [answer, setAnswer] = createSignal<SeedsAnswer>()
  const [draft, setDraft] = createSignal<SeedsView>()
  const [loadError, setLoadError] = createSignal<unknown>()
  const [saveError, setSaveError] = createSignal<unknown>()
  const [isSaving, setSaving] = createSignal(false)
  const [news, setNews] = createSignal<EditorNews | null>(null)
  const saved = createMemo(() => complete(answer()?.seeds))
  const shipped = createMemo(() => complete(answer()?.shipped))
  const changes = createMemo(() => {
    const [before, after] = [saved(), draft()]
    return before && after ? compareSeeds(before, after) : []
  })
  const isDirty = () => changes().length > 0

  createEffect(() => {
    const [base, next, version] = [saved(), draft(), answer()?.version]
    if (!base || !next || version === undefined) return
    const timer = setTimeout(() => keep(isDirtyNow() ? { version, base, draft: next } : undefined), 250)
    onCleanup(() => clearTimeout(timer))
  })
  void load()

  return {
    answer,
    saved,
    shipped,
    draft,
    changes,
    isDirty,
    isSaving,
    loadError,
    saveError,
    news,
    load,
    save,
    edit: (change: (seeds: SeedsView) => SeedsView) => {
      setDraft((before) => before && change(before))
      setSaveError(undefined)
      if (news()?.kind === 'saved') setNews(null)
    },
    discard: () => {
      setDraft(saved())
      setNews(null)
      setSaveError(undefined)
    },
    dismiss: () => setNews(null),
  }

  async function load(): Promise<void> {
    try {
      const fresh = await deps.api.getSeeds()
      setAnswer(fresh)
      setLoadError(undefined)
      takeUp(fresh, keeper.read())
    } catch (error) {
      setLoadError(error)
    }
  }

  /** What was left unsaved here goes on, on top of what is saved by now. */
  function takeUp(fresh: SeedsAnswer, left: KeptDraft | undefined) {
    const now = completeSeeds(fresh.seeds, deps.takeaways())
    if (!left) return void setDraft(now)
    const own = completeSeeds(left.draft, deps.takeaways())
    if (left.version === fresh.version) {
      setDraft(own)
      if (compareSeeds(now, own).length > 0) setNews({ kind: 'found', at: fresh.savedAt })
      return
    }
    mergeWith(fresh, completeSeeds(left.base, deps.takeaways()), own)
  }

  function mergeWith(fresh: SeedsAnswer, base: SeedsView, own: SeedsView) {
    const now = completeSeeds(fresh.seeds, deps.takeaways())
    setDraft(mergeSeeds(base, own, now))
    setNews({ kind: 'merged', by: fresh.savedBy, at: fresh.savedAt, theirs: compareSeeds(base, now) })
  }

  async function save(): Promise<void> {
    const [base, version, own] = [saved(), answer()?.version, draft()]
    if (!base || version === undefined || !own || isSaving()) return
    setSaving(true)
    setSaveError(undefined)
    const sent = tidySeeds(own)
    try {
      const done = await deps.api.saveSeeds({ version, seeds: sent })
      const typed = draft() ?? own
      setAnswer(done)
      // What was typed while it was on its way is not lost.
      const now = completeSeeds(done.seeds, deps.takeaways())
      setDraft(typed === own ? now : mergeSeeds(sent, typed, now))
      setNews({ kind: 'saved' })
      deps.onSaved?.()
    } catch (error) {
      if (apiErrorCode(error) === 'conflict') await meet(base, error)
      else setSaveError(error)
    } finally {
      setSaving(false)
    }
  }

  /** Somebody else saved first: both changes are put together and shown, and nothing is sent before it was looked at. */
  async function meet(base: SeedsView, conflict: unknown): Promise<void> {
    try {
      const fresh = await deps.api.getSeeds()
      const own = draft()
      setAnswer(fresh)
      if (own) mergeWith(fresh, base, own)
    } catch {
      setSaveError(conflict)
    }
  }

  function complete(seeds: SeedsView | undefined): SeedsView | undefined {
    return seeds && completeSeeds(seeds, deps.takeaways())
  }

  function isDirtyNow(): boolean {
    return changes().length > 0
  }

  function keep(left: KeptDraft | undefined) {
    if (left) keeper.write(left)
    else keeper.remove()
  }
}
