import { createHash } from 'node:crypto'
import type { CampaignContent } from '@wall/db/model/campaign'
import type { Material } from '@wall/filing/jobs/jobs'
import { measureModel } from '@wall/filing/jobs/measure-model'
import type { Decision } from '@wall/filing/text/training-row'
import { expect, test } from 'vitest'
import { content } from '../../../support/wall/learning-wall.ts'

const vocabulary = ['barrel rain gutter hose', 'compost worms leaves mulch', 'oak canopy shade street']

function makeMaterial(decisions: Omit<Decision, 'userId'>[], campaign: CampaignContent = content): Material {
  return {
    campaign,
    seeds: { takeaways: new Map(), none: [], alike: [] },
    decisions: decisions.map((one, index) => ({ ...one, userId: 'ana', postId: index + 1 })),
    turnedDown: [],
    vectors: null,
  }
}
/** A word of letters only, another one for each index, that says nothing of the place. */
const nameOf = (index: number) =>
  createHash('sha256')
    .update(`${index}`)
    .digest('hex')
    .slice(0, 8)
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')
const write = (index: number) => ({
  text: `${vocabulary[index % 3]} in the town of ${nameOf(index)}`,
  takeaway: (index % 3) + 1,
  authorId: index,
})
const writeMany = (count: number) => Array.from({ length: count }, (_, index) => write(index))

test('thirty posts by thirty people, all foreseen, open the gate', () => {
  expect(measureModel(makeMaterial(writeMany(30))).gate).toMatchObject({ isOpen: true, posts: 30, right: 30 })
})

test('to agree with proposals, however often, neither opens the gate nor counts as measured', () => {
  const agreed = writeMany(60).map((one) => ({ ...one, wasProposed: true }))
  expect(measureModel(makeMaterial(agreed))).toMatchObject({
    gate: { isOpen: false, why: 'too_few', posts: 0 },
    decided: null,
  })
  const chosen = writeMany(90).slice(60, 70)
  const { gate, decided } = measureModel(makeMaterial([...agreed, ...chosen]))
  expect(gate).toMatchObject({ isOpen: false, why: 'too_few' })
  expect(decided?.posts).toBe(10)
})

test('copies of two texts by many people are two posts, and prove nothing', () => {
  const copies = Array.from({ length: 40 }, (_, index) => {
    return {
      text: index % 2 === 0 ? 'Zinnias!' : 'Dahlias climb',
      takeaway: 1 + (index % 2),
      authorId: index,
    }
  })
  expect(measureModel(makeMaterial(copies)).gate).toMatchObject({ isOpen: false, why: 'too_few' })
  // Nor are they foreseen by a model that knows other copies.
  expect(measureModel(makeMaterial(copies)).decided?.top1).toBeLessThan(1)
})

test('posts that are nothing but tags hold nobody else’s out', () => {
  const tags = writeMany(30).map(({ authorId }) => ({ text: '#GardenWeek', takeaway: null, authorId }))
  const alone = measureModel(makeMaterial(writeMany(30)))
  const beside = measureModel(makeMaterial([...writeMany(30), ...tags]))
  expect(beside.gate).toMatchObject({ isOpen: true, right: alone.gate.right })
})

test('thirty posts by three people are twelve', () => {
  const few = writeMany(30).map((one, index) => ({ ...one, authorId: index % 3 }))
  const { gate } = measureModel(makeMaterial(few))
  expect(gate.isOpen).toBe(false)
  expect(gate.posts).toBeLessThanOrEqual(12)
})

test('who makes examples of decided posts does not prove them by that', () => {
  const strange = Array.from({ length: 30 }, (_, index) => {
    return { text: `${nameOf(index)} ${nameOf(index + 30)}`, takeaway: (index % 3) + 1, authorId: index }
  })
  const material = makeMaterial(strange)
  const before = measureModel(material)
  const examples = (number: number) =>
    strange.filter(({ takeaway }) => takeaway === number).map(({ text }) => ({ text }))
  const takeaways = new Map([1, 2, 3].map((number) => [number, { keywords: [], examples: examples(number) }]))
  const after = measureModel({ ...material, seeds: { ...material.seeds, takeaways } })
  expect(before.gate.isOpen).toBe(false)
  expect(after.gate.isOpen).toBe(false)
  expect(after.decided?.top1).toBeLessThan(0.7)
})

test('a campaign may ask for more than nine in ten', () => {
  const wrong = { text: 'Oak canopy and shade, says everybody', takeaway: 1, authorId: 'w' }
  const decisions = [...writeMany(30), wrong]
  const gateOf = (filingTarget?: number) =>
    measureModel(makeMaterial(decisions, { ...content, ...(filingTarget && { filingTarget }) })).gate
  expect(gateOf()).toMatchObject({ target: 0.9, isOpen: true })
  expect(gateOf(0.99)).toMatchObject({ target: 0.99 })
  const strict = gateOf(0.99)
  expect(strict.right / strict.posts).toBeGreaterThanOrEqual(strict.isOpen ? 0.99 : 0)
})
