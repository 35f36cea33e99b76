import type { Store } from '@wall/db/store/store'
import type { Material } from '@wall/filing/jobs/jobs'
import { listOwnTexts } from './read-material.ts'
import type { Vectors } from './vectors.ts'

export interface VectorFilling {
  /** Another text when a model could be made with more vectors, or no longer with those it has. */
  key(): string
  /** Makes the vectors that a material lacks: once for each `key` of what is there to learn from. */
  fill(material: Material, key: string, signal: AbortSignal): Promise<void>
}

export function createVectorFilling(
  store: Pick<Store, 'listLabels' | 'listTurnedDown'>,
  vectors: Vectors,
  campaignId: number,
): VectorFilling {
  let isFilling = false
  let filledKey = ''
  let round = 0

  return {
    // An encoder is no news before there are vectors; one that failed is.
    key: () => `${round === 0 ? null : vectors.id()} ${round}`,

    async fill(material, key, signal) {
      if (isFilling || filledKey === key || vectors.id() === null) return
      isFilling = true
      filledKey = key
      try {
        const labels = await store.listLabels(campaignId)
        const turnedDown = await store.listTurnedDown(campaignId)
        if (await vectors.fill(listOwnTexts(material), [...labels, ...turnedDown], signal)) round += 1
      } finally {
        isFilling = false
      }
    },
  }
}
