// Where one run goes on for several campaigns.
import { joinCursors, readCursor, writeCursor } from '@wall/workers/sources/bluesky/cursor'
import { expect, test } from 'vitest'

const at = (timeUs: number | null, gapSince: number | null, searchedAt: number | null) =>
  writeCursor({ timeUs, gapSince, searchedAt })

test('the earliest place counts, and the earliest gap', () => {
  const joined = joinCursors([at(3e15, null, 500), at(2e15, 40, 700), at(4e15, 30, 600)])
  expect(readCursor(joined)).toEqual({ timeUs: 2e15, gapSince: 30, searchedAt: 500 })
})

test('a campaign that was never collected for goes on live with the others, and is searched for from its beginning', () => {
  expect(readCursor(joinCursors([at(3e15, null, 500), null]))).toEqual({
    ...{ timeUs: 3e15, gapSince: null, searchedAt: null },
  })
  expect(readCursor(joinCursors([null, null]))).toEqual({ timeUs: null, gapSince: null, searchedAt: null })
})
