import { readPostUri } from './addresses.ts'
import { openingPosts } from './sample-data.ts'

/**
 * What was decided before the demo opens: the takeaway that a post is shown under; null for an advert, which
 * is rejected.
 */
export const openingDecisions: { uri: string; takeaway: number | null }[] = openingPosts.flatMap((post) =>
  post.spam || (post.approve && post.takeaway !== null)
    ? [{ uri: readPostUri(post), takeaway: post.spam ? null : post.takeaway }]
    : [],
)
