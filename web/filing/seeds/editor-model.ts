// The seeds editor as plain data: what is saved, what is drafted here, and what the editor did by itself.
// Each function gives the next model.
import type { SeedsAnswer, SeedsView } from '@wall/api/wire/filing'
import { compareSeeds, completeSeeds, type ListChange, mergeSeeds } from './seeds-draft.ts'

/** What must be told. `theirs` is what somebody else changed. */
export type EditorNews =
  | { kind: 'merged'; by: string | null; at: string | null; theirs: readonly ListChange[] }
  | { kind: 'found' }
  | { kind: 'saved' }

export interface EditorModel {
  /** The campaign's takeaways: every one has its lists. */
  takeaways: readonly number[]
  answer: SeedsAnswer
  saved: SeedsView
  shipped: SeedsView
  draft: SeedsView
  news: EditorNews | null
}

/** Unsaved changes with what they began from. */
export interface KeptDraft {
  version: number
  base: SeedsView
  draft: SeedsView
}

/** What was left unsaved goes on, on top of what is saved by now. */
export function openEditor(
  answer: SeedsAnswer,
  left: KeptDraft | undefined,
  takeaways: readonly number[],
): EditorModel {
  const saved = completeSeeds(answer.seeds, takeaways)
  const shipped = completeSeeds(answer.shipped, takeaways)
  const model: EditorModel = { takeaways, answer, saved, shipped, draft: saved, news: null }
  if (!left) return model
  const draft = completeSeeds(left.draft, takeaways)
  if (left.version !== answer.version)
    return withOthers({ ...model, saved: completeSeeds(left.base, takeaways), draft }, answer)
  return compareSeeds(saved, draft).length > 0 ? { ...model, draft, news: { kind: 'found' } } : model
}

export function withEdit(model: EditorModel, change: (seeds: SeedsView) => SeedsView): EditorModel {
  return { ...model, draft: change(model.draft), news: model.news?.kind === 'saved' ? null : model.news }
}

/** `asked` is the draft when saving began: what was typed since is not lost. */
export function withSaved(model: EditorModel, asked: SeedsView, answer: SeedsAnswer): EditorModel {
  const saved = completeSeeds(answer.seeds, model.takeaways)
  const draft = model.draft === asked ? saved : mergeSeeds(asked, model.draft, saved)
  return { ...model, answer, saved, draft, news: { kind: 'saved' } }
}

/** Somebody else saved: both changes together are the draft now, and theirs are told. */
export function withOthers(model: EditorModel, answer: SeedsAnswer): EditorModel {
  const saved = completeSeeds(answer.seeds, model.takeaways)
  const theirs = compareSeeds(model.saved, saved)
  return {
    ...model,
    answer,
    saved,
    draft: mergeSeeds(model.saved, model.draft, saved),
    news: { kind: 'merged', by: answer.savedBy, at: answer.savedAt, theirs },
  }
}

/** Somebody else saved, and nothing is unsaved here: it just moves on. */
export function withFresh(model: EditorModel, answer: SeedsAnswer): EditorModel {
  if (answer.version <= model.answer.version) return model
  if (listChanges(model).length > 0) return withOthers(model, answer)
  return { ...openEditor(answer, undefined, model.takeaways), news: null }
}

export function withoutChanges(model: EditorModel): EditorModel {
  return { ...model, draft: model.saved, news: null }
}

export function listChanges(model: EditorModel): ListChange[] {
  return compareSeeds(model.saved, model.draft)
}
