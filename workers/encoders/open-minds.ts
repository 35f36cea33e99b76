import type { Store } from '@wall/db/store/store'
import { createFetch } from '../http.ts'
import { createChatJudge } from '../judge/chat-judge.ts'
import type { Judge } from '../judge/judge.ts'
import { createStoreBudget } from '../judge/store-budget.ts'
import type { Log } from '../log.ts'
import { createSentenceVectors } from './sentence-vectors.ts'
import type { MindSettings } from './settings.ts'
import type { SentenceVectors } from './vectors-options.ts'

export interface Minds {
  vectors: SentenceVectors
  /** Null: none was asked for. */
  judge: Judge | null
  close(): Promise<void>
}

interface MindsDeps {
  store: Pick<Store, 'spend'>
  dataDir: string
  log: Pick<Log, 'info' | 'warn'>
  fetch: typeof fetch
  clock: () => number
}

/**
 * What filing may ask beside its own words, as the settings say. Returns at once; the encoder loads
 * meanwhile.
 */
export function openMinds(settings: MindSettings, deps: MindsDeps): Minds {
  const { store, dataDir, log, clock } = deps
  const vectors = createSentenceVectors({ ...settings.encoder, dataDir, log })
  const judge = settings.judge && openJudge(settings.judge, settings.judgeKey, deps)
  return {
    vectors,
    judge,
    async close() {
      judge?.close()
      await vectors.close()
    },
  }

  function openJudge(
    { url, model, budget }: NonNullable<MindSettings['judge']>,
    key: string,
    { fetch }: MindsDeps,
  ) {
    return createChatJudge({
      ...{ url, model, key, clock },
      budget: createStoreBudget(store, budget),
      fetch: createFetch(fetch, { timeoutMs: 20_000, maxBytes: 256 * 1_024 }),
    })
  }
}
