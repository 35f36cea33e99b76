import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { seedsFor } from '@wall/db/campaigns/seeds'
import { type CampaignContent, numberOf } from '@wall/db/model/campaign'
import { bandOf } from '@wall/db/model/filing/confidence-band'
import type { Filing, Signal } from '@wall/db/model/filing/filing'
import type { FilingGate } from '@wall/db/model/filing/filing-state'
import { takeAdvice } from './advice.ts'
import type { FilingInput } from './filing-input.ts'
import { isAboutFood } from './food.ts'
import type { ReadAddress } from './signals/announcement.ts'
import { createSignalReader } from './signals/read-signals.ts'
import { pickNear, rankBehind, rankNamedFirst, roundAll } from './suggestions.ts'
import { type Classified, openModel, type TextModel } from './text/open-model.ts'
import { trainModel } from './text/train-model.ts'
import { toTrainingRows } from './text/training-rows.ts'

export interface Filer {
  /**
   * Where a post belongs. Files by rule when everything that names a takeaway names the same one. Words alone
   * file only through an open gate; else, and when the signals disagree, `takeaway` is null and `suggestions`
   * rank the takeaways and "none" (null). `proposed` is the words' own best place, at `maybe` or more, where
   * nothing else in the post speaks for another.
   * @param vector what the encoder made of the text, when there is one
   */
  file(input: FilingInput, vector?: Float32Array): Filing
}

/**
 * Builds the filer of a campaign: make it once and keep it. Without a model it learns one from the seeds when
 * the first post comes, which takes about a second with those that the product ships; with null for a model,
 * which is on its way, only rules file and nothing is suggested. Without a gate words alone never file.
 * Without `readAddress` a link to an announcement's page names nothing: only its id does.
 */
export function createFiler(
  campaign: CampaignContent,
  model?: TextModel | null,
  gate?: Pick<FilingGate, 'isOpen' | 'threshold'>,
  readAddress?: ReadAddress,
): Filer {
  const readSignals = createSignalReader(campaign, readAddress)
  const takeaways = campaign.takeaways.map(({ id }) => id)
  const nameOf = (takeaway: number) => `takeaway ${numberOf(campaign, takeaway)}`
  let ready = model

  return {
    file(input, vector) {
      if (ready === undefined) ready = learnFromSeeds(campaign)
      const { signals, doubtful, unknown } = readSignals(input)
      const { ranking, near: known } = ready?.classify(readWhole(input), vector) ?? unread
      const leave = (
        suggestions: Filing['suggestions'],
        reason: string,
        proposed: number | null = null,
      ): Filing => {
        const confidence = suggestions[0]?.confidence ?? 0
        const near = pickNear(known, suggestions)
        return { takeaway: null, by: null, confidence, reason, suggestions, proposed, signals, near }
      }
      const named = [...new Set(signals.map((signal) => signal.takeaway))]
      const [first] = named
      const unknownNote = tellPicture(input) + tellUnknown(unknown)

      if (named.length > 1) {
        const isAll = named.length > 3 && named.length === takeaways.length
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
          proposed: null,
          signals,
          near: pickNear(known, suggestions),
        }
      }
      const [best] = ranking
      const isPlain = unknown.length === 0 && !isAboutFood(input.text)
      const isSure = gate?.isOpen && gate.threshold !== null && (best?.confidence ?? 0) >= gate.threshold
      if (isSure && best && best.takeaway !== null && isPlain) {
        const suggestions = roundAll(ranking)
        return {
          takeaway: best.takeaway,
          by: 'model',
          confidence: best.confidence,
          reason: unknownNote + tellProven(nameOf(best.takeaway), best.words ?? []),
          suggestions,
          proposed: null,
          signals,
          near: pickNear(known, suggestions),
        }
      }
      const isLikely = best !== undefined && bandOf(best.confidence) !== 'guess'
      const proposed = isLikely && isPlain ? best.takeaway : null
      const unlessOther = (places: readonly (number | null | undefined)[]) =>
        places.every((place) => place === proposed) ? proposed : null
      const advised = takeAdvice(input.secondOpinion, ranking, campaign)
      if (advised) {
        const place = unlessOther([advised.ranking[0]?.takeaway])
        return leave(roundAll(advised.ranking), unknownNote + advised.reason, place)
      }
      if (best && doubtful.length > 0) {
        // In front, and no surer than all the others together.
        const hinted = doubtful.reduceRight((so, one) => rankBehind(one.takeaway, 0.5, so), ranking)
        const seen = listWords(doubtful.map((signal) => signal.seen))
        const place = unlessOther(doubtful.map(({ takeaway }) => takeaway))
        return leave(roundAll(hinted), `${unknownNote}it ${seen}, which may mean something else`, place)
      }
      const words = best
        ? tellWords(best.takeaway === null ? null : nameOf(best.takeaway), best.words)
        : 'no takeaway is named; its words are read in a moment'
      return leave(roundAll(ranking), unknownNote + words, proposed)
    },
  }
}

const unread: Classified = { ranking: [], near: [] }

/** All that words are read from: pictures speak through what they are said to show. */
export function readWhole({ text, alts = [] }: Pick<FilingInput, 'text' | 'alts'>): string {
  return [text, ...alts].filter((part) => part.trim() !== '').join('\n')
}

/** For one post. Builds the whole filer each time: for more than a few use `createFiler`. */
export function filePost(input: FilingInput, campaign: CampaignContent): Filing {
  return createFiler(campaign).file(input)
}

function learnFromSeeds(campaign: CampaignContent): TextModel {
  const seeds = seedsFor(campaign, builtInCampaign())
  const takeaways = campaign.takeaways.map(({ id }) => id)
  return openModel(
    trainModel(toTrainingRows(campaign, seeds), {
      takeaways,
      hashtags: campaign.hashtags,
      alike: seeds.alike,
    }),
  )
}

/** The best of the signals, a little surer where two of different kinds agree. */
function agree(signals: readonly Signal[]): number {
  const best = Math.max(...signals.map((signal) => signal.confidence))
  return new Set(signals.map((signal) => signal.seen.split(' ', 1)[0])).size > 1 ? Math.max(best, 0.99) : best
}

function tellSeen(signals: readonly Signal[], unknownNote: string): string {
  return `${unknownNote}it ${listWords(signals.map((signal) => signal.seen))}`
}

function tellPicture({ text, alts = [] }: FilingInput): string {
  const hasOnlyPicture =
    text.replace(/[#＃@]\S+/gu, '').trim() === '' && alts.some((alt) => alt.trim() !== '')
  return hasOnlyPicture ? 'only the description of its picture could be read; ' : ''
}

function tellUnknown(unknown: readonly string[]): string {
  return unknown.length > 0 ? `${listWords(unknown)} is no takeaway of this campaign; ` : ''
}

function tellProven(takeaway: string, strongest: readonly string[]): string {
  const words = strongest.length > 0 ? `: ${strongest.join(', ')}` : ''
  return `its words sound like ${takeaway}${words}; moderators have agreed with such guesses often enough`
}

/** @param strongest undefined when no word is known */
function tellWords(best: string | null, strongest: readonly string[] | undefined): string {
  const words = strongest && strongest.length > 0 ? `: ${strongest.join(', ')}` : ''
  if (best !== null) return `no takeaway is named; its words sound most like ${best}${words}`
  return strongest === undefined
    ? 'no takeaway is named, and there are no words to go by'
    : `no takeaway is named; its words sound like none of them${words}`
}

function listWords(words: readonly string[]): string {
  const shown = [...new Map(words.map((word) => [word.toLowerCase(), word])).values()].slice(0, 4)
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
