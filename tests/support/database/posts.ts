import type { Network } from '@wall/db/model/network'
import type { NewPost } from '@wall/db/model/post'
import type { Batch } from '@wall/db/model/source'

/** What a made-up network is to people. */
export const madeUp: Network = {
  name: { en: 'Made Up', es: 'Inventada' },
  handlesAreDomains: true,
  links: {
    author: 'https://social.example/profile/{author}',
    tag: 'https://social.example/tag/{tag}',
    compose: 'https://social.example/compose?text={text}',
  },
}

/** A made-up post as a source hands it over; give what matters to the test. */
export function makePost(overrides: Partial<NewPost> = {}): NewPost {
  const uri = overrides.uri ?? 'at://did:plc:ana/app.bsky.feed.post/1'
  const text = overrides.text ?? 'Names before fractions. #rethinkingintervention'
  return {
    network: 'bluesky',
    uri,
    cid: 'cid-1',
    rev: '3a',
    authorId: uri.split('/')[2] ?? 'did:plc:ana',
    text,
    body: [{ kind: 'text', text }],
    lang: 'en',
    createdAt: 1_700_000_000_000,
    sortAt: 1_700_000_000_000,
    link: 'https://bsky.app/profile/did:plc:ana/post/1',
    media: [],
    card: null,
    quote: null,
    selfLabels: [],
    filing: {
      takeaway: null,
      by: null,
      confidence: 0,
      reason: 'Nothing in it points to one takeaway',
      suggestions: [],
    },
    ...overrides,
  }
}

export function makeBatch(overrides: Partial<Batch> = {}): Batch {
  return { posts: [], removals: [], authorChanges: [], cursor: 'c1', ...overrides }
}
