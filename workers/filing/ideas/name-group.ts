import { toPlainText } from '../signals/plain-text.ts'
import type { IdeaSpace, PlacedIdea } from './idea-space.ts'
import { findTurns, isTurnedByCut, type Turn } from './turning-words.ts'

/** A group's name, and the one post whose own words it is: it goes when these go. */
export interface GroupName {
  name: string
  postId: number
}

/** Tells words from names of people: see `createNameSpotter`. */
export type IsName = (word: string) => boolean

/**
 * Names a group by 2 to 7 words in a row of one of its posts: what most of the group speaks of and other
 * ideas do not. Words that turn the sense of others ("stop", "never", "dejar de") come along, and then there
 * may be 12: a name never says the opposite. `preferred` posts (those that everybody may see) go first.
 * Undefined when no post has such words.
 */
export function nameGroup(
  space: IdeaSpace,
  group: readonly number[],
  isName: IsName,
  preferred: ReadonlySet<number> = new Set(),
): GroupName | undefined {
  const members = group.map((place) => ({ place, idea: space.ideas[place] as PlacedIdea }))
  const support = new Map<string, number>()
  for (const { idea } of members) {
    for (const key of new Set(idea.terms.map((term) => term.key)))
      support.set(key, (support.get(key) ?? 0) + 1)
  }
  const centrality = ({ place }: { place: number }) =>
    group.reduce((sum, other) => sum + (other === place ? 0 : space.likeness(place, other)), 0)
  const ranked = members
    .map((member) => ({
      ...member,
      isPreferred: preferred.has(member.idea.id),
      centrality: centrality(member),
    }))
    .sort(
      (a, b) =>
        Number(b.isPreferred) - Number(a.isPreferred) || b.centrality - a.centrality || a.idea.id - b.idea.id,
    )
  const counts = countKeys(space)
  const weigh = (key: string) =>
    Math.log((2 + space.ideas.length) / (1 + (counts.get(key) ?? 0))) *
    (0.25 + (support.get(key) ?? 0) / members.length)
  // Of those that may lend their words, the one most like the others goes first, if its words say as much.
  const best = { phrase: '', postId: 0, score: 0 }
  for (const [rank, { idea, isPreferred }] of ranked.entries()) {
    if (best.phrase !== '' && isPreferred !== ranked[0]?.isPreferred) break
    const found = pickPhrase(idea, weigh, isName)
    const score = (found?.score ?? 0) * Math.max(0.5, 1 - 0.1 * rank)
    if (found && score > best.score + 1e-9)
      Object.assign(best, { phrase: found.phrase, postId: idea.id, score })
  }
  if (best.phrase !== '') return { name: best.phrase, postId: best.postId }
  for (const { idea } of ranked) {
    const phrase = takeBeginning(idea, isName)
    if (phrase) return { name: phrase, postId: idea.id }
  }
  return undefined
}

/**
 * A word is taken for a name when it is written with a capital inside a sentence, or, at its beginning, when
 * nobody in these texts writes it small. Words all in capitals are shouted, not names.
 */
export function createNameSpotter(texts: readonly string[]): IsName {
  const small = new Map<string, number>()
  const capital = new Map<string, number>()
  for (const text of texts) {
    for (const { words } of splitClauses(text)) {
      for (const [at, word] of words.entries()) {
        const key = word.toLowerCase()
        if (word === key) small.set(key, (small.get(key) ?? 0) + 1)
        else if (at > 0 && !isShouted(word)) capital.set(key, (capital.get(key) ?? 0) + 1)
      }
    }
  }
  return (word) => {
    const key = word.toLowerCase()
    return (small.get(key) ?? 0) <= (capital.get(key) ?? 0) && !isShouted(word)
  }
}

/** In how many ideas each key occurs. */
function countKeys(space: IdeaSpace): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { terms } of space.ideas) {
    for (const key of new Set(terms.map((term) => term.key))) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function pickPhrase(
  idea: PlacedIdea,
  weighKey: (key: string) => number,
  isName: IsName,
): { phrase: string; score: number } | undefined {
  const keyOf = new Map(idea.terms.map((term) => [term.word, term.key]))
  const weigh = (word: string) => {
    const key = keyOf.get(toTerm(word))
    return key === undefined ? 0 : weighKey(key)
  }
  let best: { phrase: string; score: number } | undefined
  for (const { words, isFirst, turns } of splitClauses(idea.text)) {
    const weights = words.map(weigh)
    const most = turns.length > 0 ? mostTurnedWords : mostWords
    const isTurn = (at: number) => turns.some((turn) => turn.at === at)
    const isPerson = (word: string, at: number) => isName(word) && word !== word.toLowerCase() && !isTurn(at)
    for (let start = 0; start < words.length; start += 1) {
      for (let end = start + 2; end <= Math.min(words.length, start + most); end += 1) {
        const phrase = words.slice(start, end)
        // A clause may begin and end as it does; within it, only with words that say something.
        const isBeginning = start === 0
        const isEnd = end === words.length
        if ((!isBeginning && !weights[start] && !isTurn(start)) || (!isEnd && !weights[end - 1])) continue
        if (isTurnedByCut(turns, start, end)) continue
        if (phrase.some((word, at) => isPerson(word, start + at))) continue
        const told = new Set(phrase.flatMap((word) => keyOf.get(toTerm(word)) ?? []))
        if (told.size < 2) continue
        const sum = weights.slice(start, end).reduce((total, weight) => total + weight, 0)
        const score =
          (sum / Math.sqrt(phrase.length)) * (isBeginning ? wholeness : 1) * (isEnd ? wholeness : 1) +
          (isFirst ? 0.02 : 0)
        const name = phrase.join(' ')
        if (name.length <= longestName && (!best || score > best.score + 1e-9)) best = { phrase: name, score }
      }
    }
  }
  return best && { ...best, phrase: raiseFirst(best.phrase) }
}

/** Where no phrase stands out: how the post begins. */
function takeBeginning(idea: PlacedIdea, isName: IsName): string | undefined {
  for (const { words, turns } of splitClauses(idea.text)) {
    const phrase = turns.length > 0 ? words : words.slice(0, 5)
    const isClear = !phrase.some(
      (word, at) => isName(word) && word !== word.toLowerCase() && !turns.some((turn) => turn.at === at),
    )
    const name = raiseFirst(phrase.join(' '))
    if (phrase.length < 2 || !isClear) continue
    if (turns.length === 0) return name.slice(0, longestName)
    if (name.length <= longestName) return name
  }
  return undefined
}

function toTerm(word: string): string {
  return word.toLowerCase().replaceAll('’', "'")
}

function raiseFirst(phrase: string): string {
  return phrase.slice(0, 1).toUpperCase() + phrase.slice(1)
}

interface Clause {
  words: string[]
  isFirst: boolean
  turns: readonly Turn[]
}

/**
 * Words in a row with nothing but spaces between them; no addresses, handles or hashtags. A clause of a few
 * words that turns things ("Stop it.", "Never, please:") may speak of the one before and of the rest of its
 * sentence: these are left out.
 */
function splitClauses(text: string): Clause[] {
  const sentences = toPlainText(text.slice(0, 6000))
    .replace(/[#＃][\p{L}\p{M}\p{N}_]+/gu, ' . ')
    .split(/[.!?…\n]+/u)
  const clauses = sentences.flatMap((sentence, at) =>
    sentence.split(/[^\p{L}\p{M}\p{N}'’\-\s]+|\s-+\s/u).map((clause) => {
      const words = clause.match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu) ?? []
      return { words, sentence: at, turns: findTurns(words) }
    }),
  )
  const first = clauses[0]
  const said = clauses.filter(({ words }) => words.length > 0)
  const isBare = ({ words, turns }: Pick<Clause, 'words' | 'turns'>) =>
    turns.length > 0 && words.length <= mostBareWords
  return said
    .filter((clause, at) => {
      const next = said[at + 1]
      const isTurnedBefore = said
        .slice(0, at)
        .some((other) => other.sentence === clause.sentence && isBare(other))
      return !isTurnedBefore && !(next && isBare(next))
    })
    .map((clause) => ({ words: clause.words, turns: clause.turns, isFirst: clause === first }))
}

function isShouted(word: string): boolean {
  return word.length > 1 && word === word.toUpperCase()
}

const mostWords = 7
const mostTurnedWords = 12
/** More words than these say something by themselves. */
const mostBareWords = 3
const longestName = 60
/** By so much a clause's own beginning or end is better than a cut in its midst. */
const wholeness = 1.3
