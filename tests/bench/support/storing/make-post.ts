import type { NewPost } from '@wall/db/model/post'
import { createRandom } from '../random.ts'
import { writeWords } from '../words.ts'

/**
 * A post as a source hands it over, always the same for an index: three to an author, every fourth with a
 * picture.
 */
export function makePost(index: number, words = 30): NewPost {
  const random = createRandom(index)
  const text = `${writeWords(random, words)} `
  const tag = 'rethinkingintervention'
  const did = `did:plc:bench${String(Math.floor(index / 3)).padStart(19, '0')}`
  const rkey = `3m${String(index).padStart(11, '0')}`
  const url = `https://cdn.bsky.app/img/feed_fullsize/plain/${did}/bafkrei${rkey}@jpeg`
  const media =
    index % 4 === 0 ? [{ kind: 'image' as const, url, alt: 'A classroom', width: 1200, height: 900 }] : []
  return {
    network: 'bluesky',
    uri: `at://${did}/app.bsky.feed.post/${rkey}`,
    cid: `bafyreibench${rkey}`,
    rev: rkey,
    authorId: did,
    text: `${text}#${tag}`,
    body: [
      { kind: 'text', text },
      { kind: 'tag', text: `#${tag}`, tag },
    ],
    lang: 'en',
    createdAt: 1_770_000_000_000 + index * 1_000,
    sortAt: 1_770_000_000_000 + index * 1_000,
    link: `https://bsky.app/profile/${did}/post/${rkey}`,
    media,
    card: null,
    quote: null,
    selfLabels: [],
    filing: {
      takeaway: (index % 6) + 1,
      by: 'rule',
      confidence: 0.97,
      reason: 'It names the takeaway by its number',
      suggestions: [{ takeaway: (index % 6) + 1, confidence: 0.97 }],
    },
  }
}
