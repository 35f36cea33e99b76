// Seeds as plain data: lists of lines, how two versions differ, and how two people's changes go together.
import type { SeedsView } from '@wall/api/wire/filing'

/**
 * One of the lists: a takeaway's examples or keywords, or (`takeaway: null`, `examples`) what speaks to none.
 */
export interface ListKey {
  takeaway: number | null
  kind: 'examples' | 'keywords'
}

export interface ListChange {
  key: ListKey
  added: readonly string[]
  removed: readonly string[]
}

/** The wire takes no longer lines. */
export const longestLine = 3000

export function readList(seeds: SeedsView, key: ListKey): readonly string[] {
  if (key.takeaway === null) return key.kind === 'examples' ? seeds.none : []
  return seeds.takeaways.find((one) => one.id === key.takeaway)?.[key.kind] ?? []
}

export function withList(seeds: SeedsView, key: ListKey, lines: readonly string[]): SeedsView {
  if (key.takeaway === null) return { ...seeds, none: [...lines] }
  const id = key.takeaway
  const known = seeds.takeaways.find((one) => one.id === id)
  const next = { id, examples: [], keywords: [], ...known, [key.kind]: [...lines] }
  return {
    ...seeds,
    takeaways: known
      ? seeds.takeaways.map((one) => (one === known ? next : one))
      : [...seeds.takeaways, next].sort((a, b) => a.id - b.id),
  }
}

/** Every takeaway of the campaign, also those that nothing was written for, and no others. */
export function completeSeeds(seeds: SeedsView, takeaways: readonly number[]): SeedsView {
  return {
    takeaways: takeaways.map((id) => ({
      id,
      examples: [...readList(seeds, { takeaway: id, kind: 'examples' })],
      keywords: [...readList(seeds, { takeaway: id, kind: 'keywords' })],
    })),
    none: [...seeds.none],
  }
}

export function listKeys(seeds: SeedsView): ListKey[] {
  return [
    ...seeds.takeaways.flatMap(({ id }) => [
      { takeaway: id, kind: 'examples' } as const,
      { takeaway: id, kind: 'keywords' } as const,
    ]),
    { takeaway: null, kind: 'examples' },
  ]
}

/** What somebody pasted, one line each: bullets and numbers in front fall away, and so do empty lines. */
export function splitLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–]|\d{1,3}[.)])\s+/, '').trim())
    .filter((line) => line !== '')
    .map((line) => [...line].slice(0, longestLine).join(''))
}

/** Puts the lines in front that are not there yet: what was written last is what one looks at. */
export function withAdded(
  seeds: SeedsView,
  key: ListKey,
  lines: readonly string[],
): { seeds: SeedsView; added: string[] } {
  const before = readList(seeds, key)
  const known = new Set(before.map(foldLine))
  const added = lines.filter((line) => {
    const folded = foldLine(line)
    return known.has(folded) ? false : known.add(folded) !== undefined
  })
  return { seeds: added.length > 0 ? withList(seeds, key, [...added, ...before]) : seeds, added }
}

/** As it is sent: without empty lines and repeats. */
export function tidySeeds(seeds: SeedsView): SeedsView {
  return listKeys(seeds).reduce((tidied, key) => {
    const lines = readList(seeds, key).map((line) => line.trim())
    return withList(tidied, key, dropRepeats(lines.filter((line) => line !== '')))
  }, seeds)
}

/** Per list that differs, what came and what went. */
export function compareSeeds(before: SeedsView, after: SeedsView): ListChange[] {
  return listKeys(after).flatMap((key) => {
    const [old, now] = [readList(before, key), readList(after, key).filter((line) => line.trim() !== '')]
    const [had, has] = [new Set(old), new Set(now)]
    const added = now.filter((line) => !had.has(line))
    const removed = old.filter((line) => !has.has(line))
    return added.length + removed.length > 0 ? [{ key, added, removed }] : []
  })
}

/**
 * Two people's changes to the same beginning, together: what either added is there, what either took out is
 * gone. A line that both rewrote is there in both versions.
 */
export function mergeSeeds(base: SeedsView, mine: SeedsView, theirs: SeedsView): SeedsView {
  return listKeys(mine).reduce((merged, key) => {
    const [was, own, other] = [readList(base, key), readList(mine, key), readList(theirs, key)]
    const [hadBase, hasOwn, hasOther] = [new Set(was), new Set(own), new Set(other)]
    const kept = other.filter((line) => !hadBase.has(line) || hasOwn.has(line))
    const added = own.filter((line) => !hadBase.has(line) && !hasOther.has(line))
    return withList(merged, key, [...added, ...kept])
  }, theirs)
}

export function isSameSeeds(a: SeedsView, b: SeedsView): boolean {
  return compareSeeds(a, b).length === 0 && compareSeeds(b, a).length === 0
}

/** A draft that this browser kept may be of an older kind: whatever is not seeds is dropped. */
export function isSeeds(value: unknown): value is SeedsView {
  if (!isRecord(value) || !isLines(value.none) || !Array.isArray(value.takeaways)) return false
  return value.takeaways.every(
    (one: unknown) =>
      isRecord(one) && typeof one.id === 'number' && isLines(one.examples) && isLines(one.keywords),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isLines(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((line) => typeof line === 'string')
}

function dropRepeats(lines: readonly string[]): string[] {
  const seen = new Set<string>()
  return lines.filter((line) => (seen.has(foldLine(line)) ? false : seen.add(foldLine(line)) !== undefined))
}

function foldLine(line: string): string {
  return line.trim().toLowerCase().replace(/\s+/gu, ' ')
}
