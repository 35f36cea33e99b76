import type { EncoderStatus } from './encoder.ts'
import type { SentenceVectors } from './vectors-options.ts'

export interface EncoderFigures {
  status: EncoderStatus
  loadMs: number
  /** Cosine of two sentences that mean nearly the same, and of two that do not. */
  alike: number
  unlike: number
  postsPerSecond: number
  /** What the process took more than before, in MB (10⁶ bytes). */
  memoryMb: number
}

/**
 * Loads an encoder and tries it. `status` alone is filled in (the rest 0) when it can't be used. Not meant
 * for one at work.
 */
export async function checkEncoder(
  open: () => SentenceVectors,
  clock: () => number,
): Promise<[SentenceVectors, EncoderFigures]> {
  const memoryBefore = process.memoryUsage.rss()
  const startedAt = clock()
  const vectors = open()
  const [one, two, other] = await vectors.embed(sentences)
  const loadMs = clock() - startedAt
  const none = { loadMs, alike: 0, unlike: 0, postsPerSecond: 0, memoryMb: 0 }
  if (!one || !two || !other) return [vectors, { status: vectors.status(), ...none }]

  const trialAt = clock()
  const made = await vectors.embed(trial)
  const seconds = Math.max(clock() - trialAt, 1) / 1_000
  return [
    vectors,
    {
      status: vectors.status(),
      loadMs,
      alike: multiply(one, two),
      unlike: multiply(one, other),
      postsPerSecond: made.filter((vector) => vector !== undefined).length / seconds,
      memoryMb: Math.max(0, process.memoryUsage.rss() - memoryBefore) / 1e6,
    },
  ]
}

/** Whether it hears what sentences mean: the ones alike must be clearly nearer. */
export function hearsMeaning({ alike, unlike }: EncoderFigures): boolean {
  return alike > unlike + 0.1
}

function multiply(one: Float32Array, two: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (two[index] ?? 0), 0)
}

const sentences = ['Tutoring helps students learn.', 'The tutor helps kids to learn.', 'The lunch is late.']

/** As long as posts are, and all different. */
const trial = Array.from(
  { length: 64 },
  (_, index) =>
    `Week ${index}: we moved small-group tutoring into the school day, and ${index % 9} more students came to it than last year.`,
)
