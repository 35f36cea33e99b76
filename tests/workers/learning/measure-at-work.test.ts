import { AppError } from '@wall/db/model/error'
import type { FilingState } from '@wall/db/model/filing/filing-state'
import { createFiler } from '@wall/filing/file-post'
import type { Material } from '@wall/filing/jobs/jobs'
import { toOptions, toRows } from '@wall/filing/jobs/material'
import { openModel } from '@wall/filing/text/open-model'
import { trainModel } from '@wall/filing/text/train-model'
import type { Fitted } from '@wall/workers/learning/fit-model'
import { createMeasuring } from '@wall/workers/learning/measure-at-work'
import { expect, test } from 'vitest'
import { keepNothing } from '../../support/keep-nothing.ts'
import { content } from '../../support/wall/learning-wall.ts'

const material: Material = {
  campaign: content,
  seeds: { takeaways: new Map(), none: [], alike: [] },
  decisions: [{ text: 'rain barrels', takeaway: 1, userId: 'ana', authorId: 1, postId: 1 }],
  turnedDown: [],
  vectors: null,
}
const data = trainModel(toRows(material), toOptions(material))
const campaign = { ...content, id: 1, unreleased: [] }
const fitted: Fitted = {
  ...{ model: openModel(data), name: 'text-1', material, campaign, key: 'k' },
  ...{ fitMs: 5, fittedAt: 0, encoder: null },
}
const working = { fitted, state: null, filer: createFiler(campaign, fitted.model), stamp: 'text-1-shut' }

test('a database that was away when a measure was to be saved gets it the next time', async () => {
  const saved: FilingState[] = []
  let isAway = true
  const measure = createMeasuring({
    async save(state) {
      if (isAway) throw new AppError('unavailable', 'away')
      saved.push(state)
      return true
    },
    readNotes: () => ({ encoderNote: isAway ? 'before' : null, judge: null }),
    kept: keepNothing,
    clock: () => 1_000,
    times: { measureAfterMs: 0 },
  })
  const { signal } = new AbortController()
  await expect(measure(working, signal)).rejects.toThrow('away')
  isAway = false
  await measure(working, signal)
  expect(saved).toMatchObject([
    { model: 'text-1', decisions: 1, encoderNote: null, gate: { why: 'too_few' } },
  ])
})
