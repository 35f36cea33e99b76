import type { SegmentView, WallPost } from '@wall/api/wire/post'
import { plainText } from '../lib/post-text.ts'
import { splitPages, weighText } from './text-pages.ts'

/** One post on the stage; a very long one shows a page of its words at a time. */
export type Shown = {
  readonly post: WallPost
  readonly pages: readonly (readonly SegmentView[])[]
  readonly page: number
  /** It came while the room looked, and stands here for the first time. */
  readonly isNew: boolean
}

/**
 * What the room sees: a takeaway and up to three posts of it. Place 0 is the spotlight, 1 and 2 stand beside
 * it. `takeaway` is undefined before there is any campaign.
 */
export type Scene = {
  readonly takeaway: number | null | undefined
  readonly places: readonly (Shown | undefined)[]
}

/** A screen that is taller than wide has only the spotlight. */
export const placeCount = 3
const mostInSpotlight = 640
const mostBesidePicture = 420
const mostBeside = 210

export const emptyScene: Scene = { takeaway: undefined, places: Array.from({ length: placeCount }) }

/** `most`: what a page may weigh on this screen, where less fits than on most. */
export function showPost(
  post: WallPost,
  options: { most?: number | undefined; isNew?: boolean } = {},
): Shown {
  const usual = post.media.length > 0 ? mostBesidePicture : mostInSpotlight
  const pages = splitPages(post.body, Math.min(usual, options.most ?? usual))
  return { post, pages, page: 0, isNew: options.isNew ?? false }
}

/** Short enough, and without pictures, for the smaller places beside the spotlight. */
export function fitsBeside(post: WallPost): boolean {
  return post.media.length === 0 && weighText(post.body) <= mostBeside
}

/** The characters that are there to be read. */
export function countCharacters(shown: Shown): number {
  return [...plainText({ body: [...(shown.pages[shown.page] ?? [])] })].length
}

export function visiblePosts(scene: Scene): WallPost[] {
  return scene.places.flatMap((shown) => (shown ? [shown.post] : []))
}

export function withPlace(scene: Scene, place: number, shown: Shown | undefined): Scene {
  return { ...scene, places: scene.places.map((other, index) => (index === place ? shown : other)) }
}
