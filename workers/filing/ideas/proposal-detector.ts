import type { IdeaExample } from '@wall/db/campaigns/idea-examples'
import { createWordReader } from '../text/read-words.ts'
import { readProposalFeatures } from './proposal-features.ts'
import { trainLogistic } from './train-logistic.ts'

export interface ProposalDetector {
  /** How likely the post proposes something that people could do; 0 to 1. */
  detect(text: string): number
}

/**
 * From this chance on a post counts as a proposal. The examples, an author at a time left out, are told apart
 * best here.
 */
export const proposalThreshold = 0.4

/**
 * A proposal is one in any campaign: the examples need not be of this one. Training takes about half a
 * second.
 */
export function createProposalDetector(
  examples: readonly IdeaExample[],
  campaignTags: readonly string[],
): ProposalDetector {
  const readWords = createWordReader(campaignTags)
  // Who supports an action that is on the list often says it as a proposal, and often not: these would only
  // blur the line.
  const rows = examples
    .filter((example) => example.action === null)
    .map((example) => ({
      features: readProposalFeatures(example.text, readWords),
      isTrue: example.isIdea,
      weight: 1,
    }))
  const share = rows.filter((row) => row.isTrue).length / Math.max(1, rows.length)
  if (share === 0 || share === 1) return { detect: () => 0 }
  // Both sides weigh the same at first, so that the threshold does not move with how many of each there are.
  const chance = trainLogistic(
    rows.map((row) => ({
      ...row,
      weight: row.isTrue ? likelyShare / share : (1 - likelyShare) / (1 - share),
    })),
  )
  return {
    detect: (text) => {
      const features = readProposalFeatures(text, readWords)
      if (features.length < 4) return 0
      return Math.max(chance(features), isPlain(text) ? cueChance : 0)
    },
  }
}

const likelyShare = 0.4

/** How a proposal begins in languages that the examples do not speak: French, Portuguese, German, Italian. */
const elsewhere =
  /(?<!\p{L})(?:et si on|je propose|il faudrait|on devrait|je rajouterais|j['’]ajouterais|que tal se|deveríamos|eu proponho|sugiro|eu acrescentaria|wir sollten|man sollte|ich schlage vor|mein vorschlag|propongo di|dovremmo|bisognerebbe)(?!\p{L})/iu
const cueChance = 0.6

/**
 * Words that propose whatever they propose. The examples know them too, but only beside what is proposed in
 * schools; among the shipped ones nine in ten posts with these are ideas.
 */
const plainBeginning =
  /^(?:(?:so|ok|and|then|y|pues)[,\s]+)?(?:what if (?:we|every|each)|we should|let['’]?s (?!be |see)|how about|every \p{L}+ should|my suggestion|i(?:['’]d| would) (?:also )?(?:add|propose|suggest)|propongo|sugiero|habr[ií]a que|deber[ií]amos|hay que|mi propuesta|¿?y si )/iu
const plainWords =
  /(?<!\p{L})(?:what(?: else)? (?:would|do) i add|add (?:this |it |one )?to (?:the|your) list|i(?:['’]d| would) (?:also )?add|(?:agregar|añadir|sumar)ía)(?!\p{L})/iu

function isPlain(text: string): boolean {
  const bare = text.replace(/[#@][\p{L}\p{N}_.]+/gu, ' ').replace(/^[^\p{L}¿"“]+/u, '')
  return plainBeginning.test(bare) || plainWords.test(bare) || elsewhere.test(text)
}
