import { readPostUri } from './addresses.ts'
import { openingPosts } from './sample-data.ts'

/** The posts that are on the wall when the demo opens, and the takeaway each belongs under. */
export const openingApprovals: { uri: string; takeaway: number }[] = openingPosts.flatMap((post) =>
  post.approve && post.takeaway !== null ? [{ uri: readPostUri(post), takeaway: post.takeaway }] : [],
)
