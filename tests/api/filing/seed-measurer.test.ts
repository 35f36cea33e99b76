import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSeedMeasurer, type MeasureOrder } from '@wall/api/filing/seed-measurer'
import { createKeptFiles } from '@wall/db/kept-files'
import { CampaignContent } from '@wall/db/model/campaign'
import type { MeasuredPart } from '@wall/filing/jobs/jobs'
import { afterEach, beforeEach, expect, test } from 'vitest'

const campaign = CampaignContent.parse({
  ...{ slug: 'garden', name: 'Garden', hashtags: ['gardenweek'] },
  takeaways: ['Rain barrels', 'Compost', 'Trees'].map((title, index) => ({
    ...{ number: index + 1, slug: `t${index + 1}`, title },
  })),
})
const words = ['barrel rain gutter', 'worms leaves mulch', 'oak canopy shade']
const makeDraft = (count: number) => ({
  takeaways: words.map((text, index) => ({
    id: index + 1,
    examples: Array.from({ length: count }, (_, at) => `${text} ${at}`),
    keywords: [],
  })),
  none: [],
})

let measurer: ReturnType<typeof createSeedMeasurer>
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wall-kept-'))
  measurer = createSeedMeasurer(createKeptFiles(folder))
})
afterEach(() => {
  measurer.close()
  rmSync(folder, { recursive: true })
})
const measure = (count: number, more: Partial<MeasureOrder> = {}) =>
  measurer.measure({
    ...{ campaign, draft: makeDraft(count), userId: 'ana', editor: 'one' },
    ...{ signal: new AbortController().signal, ...more },
  })

test('it tells part by part how far it is; what is known already is not measured again', async () => {
  const parts: MeasuredPart[] = []
  const onPart = (part: MeasuredPart) => void parts.push(part)
  const found = await measure(20, { onPart })
  expect(found.figures?.posts).toBe(60)
  expect(parts.map(({ done, of, figures }) => [done, of, figures?.posts])).toEqual([
    [1, 3, 20],
    [2, 3, 40],
  ])
  expect(await measure(20, { onPart, userId: 'ben' })).toEqual(found)
  measurer = createSeedMeasurer(createKeptFiles(folder))
  expect(await measure(20, { onPart })).toEqual(found)
  expect(parts).toHaveLength(2)
})

test('newer seeds of the same editor end those before; other editors and other people get theirs', async () => {
  const outdated = measure(20)
  const others = [measure(21, { editor: 'two' }), measure(22, { userId: 'ben' }), measure(23)]
  await expect(outdated).rejects.toMatchObject({ code: 'conflict' })
  expect((await Promise.all(others)).map(({ figures }) => figures?.posts)).toEqual([63, 66, 69])
})

test('who goes away ends the measure, begun or not, and others go on', async () => {
  const leaving = new AbortController()
  const { signal } = leaving
  const all = ['a', 'b', 'c'].map((userId) => measure(40, { userId, signal }))
  const stays = measure(20)
  leaving.abort()
  for (const one of all) await expect(one).rejects.toMatchObject({ code: 'unavailable' })
  expect((await stays).figures?.posts).toBe(60)
})

test('of a person with very many editors the one that asked first is ended', async () => {
  const all = ['1', '2', '3', '4', '5'].map((editor, index) => measure(20 + index, { editor }))
  await expect(all[0]).rejects.toMatchObject({ code: 'conflict' })
  expect((await Promise.all(all.slice(1))).length).toBe(4)
})
