import { maxOfAuthor } from '../text/cap-decisions.ts'
import { toPlainKey } from '../text/plain-key.ts'

interface Written {
  text: string
  authorId: number | string
}

/**
 * What proves something by itself: one post of each text, and of one author no more than counts in learning. Of several the
 * first is taken.
 */
export function takeIndependent<Post extends Written>(posts: readonly Post[]): Post[] {
  const perAuthor = new Map<number | string, number>()
  const texts = new Set<string>()
  return posts.filter(({ authorId, text }) => {
    const count = perAuthor.get(authorId) ?? 0
    const key = toPlainKey(text)
    if (count === maxOfAuthor || texts.has(key)) return false
    perAuthor.set(authorId, count + 1)
    texts.add(key)
    return true
  })
}

/**
 * Names for each post the group that it belongs to: posts of one author or of one text, and whoever is tied to them so. Who
 * is judged must have learnt from none of them.
 */
export function createTies(posts: readonly Written[]): (post: Written) => string {
  const parents = new Map<string, string>()
  const find = (name: string): string => {
    let at = name
    for (let next = parents.get(at); next !== undefined; next = parents.get(at)) at = next
    return at
  }
  for (const { authorId, text } of posts) {
    const [author, words] = [find(`author ${authorId}`), find(`text ${toPlainKey(text)}`)].sort()
    if (author !== undefined && words !== undefined && author !== words) parents.set(words, author)
  }
  return ({ authorId }) => find(`author ${authorId}`)
}
