import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { seedsFor } from '@wall/db/campaigns/seeds'
import type { Material } from '@wall/filing/jobs/jobs'
import { measureSeeds } from '@wall/filing/jobs/measure-model'
import type { SentenceVectors } from '../encoders/vectors-options.ts'
import { listOwnTexts } from '../learning/read-material.ts'

const atOnce = 64

/**
 * What an encoder adds to filing: the shipped seeds, each judged by a model that had not seen it, with and
 * without its vectors.
 */
export async function measureEncoder(
  vectors: Pick<SentenceVectors, 'embed'>,
  onProgress: (done: number, of: number) => void,
): Promise<string[]> {
  const campaign = builtInCampaign()
  const words: Material = {
    campaign,
    seeds: seedsFor(campaign, campaign),
    decisions: [],
    turnedDown: [],
    vectors: null,
  }
  const texts = listOwnTexts(words)
  const made = new Map<string, Float32Array>()
  for (let from = 0; from < texts.length; from += atOnce) {
    const part = texts.slice(from, from + atOnce)
    const found = await vectors.embed(part, 'seeds')
    for (const [index, text] of part.entries()) {
      const vector = found[index]
      if (vector) made.set(text, vector)
    }
    onProgress(Math.min(from + atOnce, texts.length), texts.length)
  }
  const tell = (what: string, { figures }: ReturnType<typeof measureSeeds>) =>
    `${what}: ${percent(figures?.top1)} right at once, ${percent(figures?.top3)} among three, of ${figures?.posts ?? 0} seeds`
  return [
    tell('by words alone', measureSeeds(words)),
    tell('with this encoder', measureSeeds({ ...words, vectors: made })),
  ]
}

function percent(share = 0): string {
  return `${(share * 100).toFixed(1)} %`
}
