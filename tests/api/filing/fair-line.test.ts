import { createFairLine } from '@wall/api/filing/fair-line'
import { expect, test } from 'vitest'

/** Works that end when they are told to; `begun` tells in which order they had their turn. */
function openLine(places: number) {
  const line = createFairLine(places)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const never = new AbortController().signal
  return {
    begun,
    ask: (name: string, signal = never) =>
      line.run(name.slice(0, 1), signal, async () => {
        begun.push(name)
        await new Promise<void>((resolve) => ends.set(name, resolve))
        return name
      }),
    async end(name: string) {
      ends.get(name)?.()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

test('a person who asks again and again does not keep others from their turn', async () => {
  const { begun, ask, end } = openLine(1)
  const all = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((name) => ask(name))
  await end('')
  for (const name of ['a1', 'b1', 'c1', 'a2', 'b2']) await end(name)
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
  await end('a3')
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'b2'])
})

test('with room for two, one person gets but one place', async () => {
  const { begun, ask, end } = openLine(2)
  const all = [ask('a1'), ask('a2'), ask('b1')]
  await end('')
  expect(begun).toEqual(['a1', 'b1'])
  await end('b1')
  expect(begun).toEqual(['a1', 'b1'])
  for (const name of ['a1', 'a2']) await end(name)
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'b1'])
})

test('who goes away leaves the line, and a place is given on whatever became of the work', async () => {
  const { begun, ask, end } = openLine(1)
  const first = ask('a1')
  const leaving = new AbortController()
  const left = ask('b1', leaving.signal)
  leaving.abort()
  await expect(left).rejects.toMatchObject({ code: 'unavailable' })
  await expect(ask('b2', leaving.signal)).rejects.toMatchObject({ code: 'unavailable' })
  const last = ask('c1')
  await end('a1')
  await end('c1')
  expect([await first, await last, begun]).toEqual(['a1', 'c1', ['a1', 'c1']])
  const line = createFairLine(1)
  const { signal } = new AbortController()
  const broken = line.run('a', signal, () => Promise.reject(new Error('broken')))
  await expect(broken).rejects.toThrow('broken')
  expect(await line.run('a', signal, async () => 'next')).toBe('next')
})
