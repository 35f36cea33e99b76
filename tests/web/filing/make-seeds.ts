import type { SeedsAnswer, SeedsView } from '@wall/api/wire/filing'

export function makeSeeds(
  examples: Record<number, string[]> = { 1: ['one a', 'one b'], 2: ['two a'] },
  none: string[] = ['thanks'],
): SeedsView {
  return {
    takeaways: Object.entries(examples).map(([id, lines]) => ({
      id: Number(id),
      examples: lines,
      keywords: [],
    })),
    none,
  }
}

export function makeAnswer(seeds: SeedsView, changes: Partial<SeedsAnswer> = {}): SeedsAnswer {
  return {
    version: 1,
    savedAt: '2026-01-05T09:00:00.000Z',
    savedBy: 'Ana',
    seeds,
    shipped: makeSeeds(),
    ...changes,
  }
}
