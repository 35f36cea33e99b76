// The seeds editor, alive: loads, keeps unsaved changes in this browser, saves, and meets others who save
// meanwhile.
import type { SeedsView } from '@wall/api/wire/filing'
import { createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js'
import { apiErrorCode } from '../../api/errors.ts'
import type { KeptValues } from '../../lib/kept-values.ts'
import type { FilingApi } from '../filing-api.ts'
import {
  type EditorModel,
  listChanges,
  openEditor,
  withEdit,
  withFresh,
  withOthers,
  withoutChanges,
  withSaved,
} from './editor-model.ts'
import { createDraftKeeper } from './kept-draft.ts'
import { tidySeeds } from './seeds-draft.ts'

/** Unsaved changes are kept a moment after each of them. */
const keepMs = 250

export type SeedsEditor = ReturnType<typeof createSeedsEditor>

export function createSeedsEditor(deps: {
  api: Pick<FilingApi, 'getSeeds' | 'saveSeeds'>
  kept: KeptValues
  slug: string
  takeaways: readonly number[]
  onSaved: () => void
}) {
  const keeper = createDraftKeeper(deps.kept, deps.slug)
  const [model, setModel] = createSignal<EditorModel>()
  const [loadError, setLoadError] = createSignal<unknown>()
  const [saveError, setSaveError] = createSignal<unknown>()
  const [isSaving, setSaving] = createSignal(false)
  const changes = createMemo(() => {
    const now = model()
    return now ? listChanges(now) : []
  })
  createEffect(
    on(model, () => {
      const timer = setTimeout(keep, keepMs)
      onCleanup(() => clearTimeout(timer))
    }),
  )
  // Whoever leaves within that moment finds the last change, too.
  window.addEventListener('pagehide', keep)
  onCleanup(() => {
    window.removeEventListener('pagehide', keep)
    keep()
  })
  void load()

  return {
    answer: () => model()?.answer,
    saved: createMemo(() => model()?.saved),
    shipped: createMemo(() => model()?.shipped),
    draft: createMemo(() => model()?.draft),
    news: () => model()?.news ?? null,
    changes,
    isDirty: () => changes().length > 0,
    isSaving,
    loadError,
    saveError,
    load,
    save,
    catchUp,
    edit(change: (seeds: SeedsView) => SeedsView) {
      setSaveError(undefined)
      setModel((before) => before && withEdit(before, change))
    },
    discard() {
      setSaveError(undefined)
      setModel((before) => before && withoutChanges(before))
    },
    dismiss: () => setModel((before) => before && { ...before, news: null }),
  }

  function keep(): void {
    const now = untrack(model)
    if (!now) return
    const isDirty = listChanges(now).length > 0
    if (isDirty) keeper.write({ version: now.answer.version, base: now.saved, draft: now.draft })
    else keeper.remove()
  }

  async function load(): Promise<void> {
    try {
      const answer = await deps.api.getSeeds()
      setLoadError(undefined)
      setModel(openEditor(answer, keeper.read(), deps.takeaways))
    } catch (error) {
      setLoadError(error)
    }
  }

  async function save(): Promise<void> {
    const asked = model()
    if (!asked || isSaving()) return
    setSaving(true)
    setSaveError(undefined)
    try {
      const body = { version: asked.answer.version, seeds: tidySeeds(asked.draft) }
      const answer = await deps.api.saveSeeds(body)
      setModel((before) => before && withSaved(before, asked.draft, answer))
      deps.onSaved()
    } catch (error) {
      if (apiErrorCode(error) === 'conflict') await meetOthers(error)
      else setSaveError(error)
    } finally {
      setSaving(false)
    }
  }

  /** The server has this version by now: whoever saved it, what is drafted here goes on from there. */
  async function catchUp(version: number): Promise<void> {
    const now = model()
    if (!now || isSaving() || version <= now.answer.version) return
    const answer = await deps.api.getSeeds().catch(() => undefined)
    if (answer && !isSaving()) setModel((before) => before && withFresh(before, answer))
  }

  /** Nothing is sent before the moderator has looked at both together. */
  async function meetOthers(conflict: unknown): Promise<void> {
    try {
      const answer = await deps.api.getSeeds()
      setModel((before) => before && withOthers(before, answer))
    } catch {
      setSaveError(conflict)
    }
  }
}
