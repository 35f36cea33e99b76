import type { QueuePage, QueuePost } from '@wall/api/wire/queue'

/** A queue post with made-up words; `id` also orders it in time. */
export function makeQueuePost(id: number, changes: Partial<QueuePost> = {}): QueuePost {
  const at = new Date(Date.UTC(2026, 0, 5, 8, 0, id)).toISOString()
  return {
    id,
    takeaway: null,
    network: 'bluesky',
    author: {
      name: `Person ${id}`,
      handle: `person${id}.example`,
      avatar: null,
      link: `https://example.org/p/${id}`,
    },
    body: [{ kind: 'text', text: `Answer number ${id}` }],
    lang: 'en',
    media: [],
    card: null,
    quote: null,
    createdAt: at,
    sortAt: at,
    link: `https://example.org/post/${id}`,
    standing: 'pending',
    version: 1,
    hiddenWhy: null,
    filing: { takeaway: null, by: null, confidence: 0, reason: '', suggestions: [] },
    labels: [],
    checks: [],
    receivedAt: at,
    editedAt: null,
    ...changes,
  }
}

export function makeQueuePage(posts: QueuePost[], changes: Partial<QueuePage> = {}): QueuePage {
  return {
    seq: 10,
    place: '10',
    counts: { pending: posts.length, approved: 0, rejected: 0, stashed: 0, proposed: 0 },
    posts,
    next: null,
    ...changes,
  }
}
