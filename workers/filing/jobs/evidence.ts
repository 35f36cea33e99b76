import { maxOfAuthor } from '../text/cap-decisions.ts'
import { toPlainKey } from '../text/plain-key.ts'

interface Written {
  text: string
  authorId: number | string
}

/** Enough to prove anything; and each is held against those before it. */
const mostEvidence = 1_000
/** When more than this of the words of both are the same, they are one text, with a word more or less. */
const sameText = 0.8

/**
 * What proves something by itself: one post of each text, be it with another word or two, and of one author
 * no more than counts in learning. Of several the first is taken; and of all the first thousand.
 */
export function takeIndependent<Post extends Written>(posts: readonly Post[]): Post[] {
  const perAuthor = new Map<number | string, number>()
  const taken: { post: Post; words: Set<string> }[] = []
  for (const post of posts) {
    if (taken.length === mostEvidence) break
    const count = perAuthor.get(post.authorId) ?? 0
    if (count === maxOfAuthor) continue
    const words = new Set(toPlainKey(post.text).split(' '))
    if (taken.some((other) => isSameText(words, other.words))) continue
    perAuthor.set(post.authorId, count + 1)
    taken.push({ post, words })
  }
  return taken.map(({ post }) => post)
}

function isSameText(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [few, many] = one.size < other.size ? [one, other] : [other, one]
  if (few.size <= sameText * many.size) return false
  let common = 0
  for (const word of few) if (many.has(word)) common += 1
  return common > sameText * (few.size + many.size - common)
}
