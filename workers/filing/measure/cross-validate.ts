import { openModel } from '../text/open-model.ts'
import { hashText } from '../text/read-features.ts'
import { type TrainingOptions, trainModel } from '../text/train-model.ts'
import type { TrainingRow } from '../text/training-row.ts'
import type { Judged } from './judged.ts'

export interface CrossValidation {
  folds?: number
  /** Which rows are judged in turn by a model that did not learn from them; the others are always learnt from. */
  isJudged?(row: TrainingRow): boolean
  /** Rows of one group are left out together: an author's, or one text's. */
  groupOf?(row: TrainingRow): string
}

/** Judges every post among the rows by a model that was learnt without it. Always the same for the same rows. */
export function crossValidate(
  rows: readonly TrainingRow[],
  options: TrainingOptions,
  { folds = 5, isJudged = isPost, groupOf = textOf }: CrossValidation = {},
): Judged[] {
  const judged = rows.filter(isJudged)
  const groups = [...new Set(judged.map(groupOf))].sort(
    (a, b) => hashText(a) - hashText(b) || (a < b ? -1 : 1),
  )
  const foldOf = new Map(groups.map((group, index) => [group, index % folds]))
  return Array.from({ length: Math.min(folds, groups.length) }, (_, fold) => {
    const isOut = (row: TrainingRow) => isJudged(row) && foldOf.get(groupOf(row)) === fold
    const { classify } = openModel(
      trainModel(
        rows.filter((row) => !isOut(row)),
        options,
      ),
    )
    return judged.filter(isOut).map(({ text, takeaway, vector }): Judged => {
      return { truth: takeaway, ranking: classify(text, vector).ranking }
    })
  }).flat()
}

function isPost({ kind }: TrainingRow): boolean {
  return kind === 'example' || kind === 'decision'
}

function textOf({ text }: TrainingRow): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}]+/gu, ' ')
    .trim()
}
