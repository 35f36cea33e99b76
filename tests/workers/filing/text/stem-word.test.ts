import { stemWord } from '@wall/filing/text/stem-word'
import { expect, test } from 'vitest'

test.each([
  ['expect', 'expects', 'expected', 'expecting'],
  ['plan', 'plans', 'planned', 'planning'],
  ['maestro', 'maestras', 'maestra'],
  ['evaluación', 'evaluaciones'],
  ['leche', 'leches'],
])('%s and its other forms are one', (first, ...others) => {
  expect(others.map(stemWord)).toEqual(others.map(() => stemWord(first)))
})

test.each([
  ['kids', "kid's"],
  ['don’t', "don't"],
])('%s and %s are one, whatever the sign', (one, other) => {
  expect(stemWord(one)).toBe(stemWord(other))
})

test.each([
  ['bus', 'bug'],
  ['math', 'mat'],
  ['plan', 'plant'],
])('%s and %s are two', (one, other) => {
  expect(stemWord(one)).not.toBe(stemWord(other))
})
