import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { type Seeds, seedsFor } from '@wall/db/campaigns/seeds'
import type { CampaignContent } from '@wall/db/model/campaign'
import type { Filing } from '@wall/db/model/filing'
import type { FilingInput } from './filing-input.ts'
import { isAboutFood } from './food.ts'
import { createClassifier } from './lexical/classifier.ts'
import { createWordReader } from './lexical/read-words.ts'
import { toTrainingRows } from './lexical/training-rows.ts'
import { createSignalReader } from './signals/read-signals.ts'
import type { Signal } from './signals/signal.ts'
import { rankBehind, rankNamedFirst, roundAll } from './suggestions.ts'

export interface Filer {
  /**
   * Where a post belongs. Files by rule when everything that names a takeaway names the same one. Words alone never file:
   * then, and when the signals disagree, `takeaway` is null and `suggestions` rank the takeaways and "none" (null).
   */
  file(input: FilingInput): Filing
}

/** Builds the filer of a campaign, model and all (about 0.3 s with the shipped seeds): make it once and keep it. */
export function createFiler(
  campaign: CampaignContent,
  seeds: Seeds = seedsFor(campaign, builtInCampaign()),
): Filer {
  const readSignals = createSignalReader(campaign)
  const numbers = campaign.takeaways.map((takeaway) => takeaway.number)
  const classify = createClassifier(
    toTrainingRows(campaign, seeds),
    numbers,
    createWordReader(campaign.hashtags),
  )

  return {
    file(input) {
      const { signals, unknown } = readSignals(input)
      const { ranking, strongest } = classify(input.text)
      const named = [...new Set(signals.map((signal) => signal.takeaway))]
      const [first] = named
      const unknownNote = unknown.length > 0 ? `${listWords(unknown)} is no takeaway of this campaign; ` : ''

      if (named.length > 1) {
        const isAll = named.length > 3 && named.length === numbers.length
        const suggestions = roundAll(isAll ? rankBehind(null, 0.6, ranking) : rankNamedFirst(named, ranking))
        const reason = isAll
          ? `it names all ${named.length} takeaways, which looks like spam`
          : `it names several takeaways: it ${listWords(signals.map((signal) => signal.seen))}`
        return leave(suggestions, unknownNote + reason)
      }
      if (first !== undefined && isAboutFood(input.text)) {
        const seen = listWords(signals.map((signal) => signal.seen))
        return leave(
          roundAll(rankNamedFirst([null, first], ranking)),
          `it ${seen}, but seems to be about food to take away`,
        )
      }
      if (first !== undefined) {
        const confidence = agree(signals)
        const suggestions = roundAll(rankBehind(first, confidence, ranking))
        return {
          takeaway: first,
          by: 'rule',
          confidence,
          reason: tellSeen(signals, unknownNote),
          suggestions,
        }
      }
      return leave(roundAll(ranking), unknownNote + tellWords(ranking[0]?.takeaway ?? null, strongest))
    },
  }
}

/** For one post. Builds the whole filer each time: for more than a few use `createFiler`. */
export function filePost(input: FilingInput, campaign: CampaignContent): Filing {
  return createFiler(campaign).file(input)
}

function leave(suggestions: Filing['suggestions'], reason: string): Filing {
  return { takeaway: null, by: null, confidence: suggestions[0]?.confidence ?? 0, reason, suggestions }
}

/** The best of the signals, a little surer where two of different kinds agree. */
function agree(signals: readonly Signal[]): number {
  const best = Math.max(...signals.map((signal) => signal.confidence))
  return new Set(signals.map((signal) => signal.seen.split(' ', 1)[0])).size > 1 ? Math.max(best, 0.99) : best
}

function tellSeen(signals: readonly Signal[], unknownNote: string): string {
  return `${unknownNote}it ${listWords(signals.map((signal) => signal.seen))}`
}

function tellWords(best: number | null, strongest: readonly string[]): string {
  const words = strongest.length > 0 ? `: ${strongest.join(', ')}` : ''
  if (best !== null) return `no takeaway is named; its words sound most like takeaway ${best}${words}`
  return words === ''
    ? 'no takeaway is named, and there are no words to go by'
    : `no takeaway is named; its words sound like none of them${words}`
}

function listWords(words: readonly string[]): string {
  const shown = words.slice(0, 4)
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
