import type { WallPost } from '@wall/api/wire/post'

/** All words of a post, as they read. */
export function plainText(post: Pick<WallPost, 'body'>): string {
  return post.body.map((segment) => segment.text).join('')
}

/** Length in characters as people count them (an emoji is one). */
export function textLength(post: Pick<WallPost, 'body'>): number {
  return [...plainText(post)].length
}

/** Short enough to be set larger: one thought, not a paragraph. */
export function isShortPost(post: Pick<WallPost, 'body'>): boolean {
  return textLength(post) <= 110
}
