import type { Draft } from '@wall/workers/sources/source'

/** A draft of an imagined network, as a source makes it. */
export function makeDraft(uri: string, text: string, post: Partial<Draft['post']> = {}): Draft {
  return {
    post: {
      ...{ network: 'test', uri, cid: `${uri} ${text.length}`, rev: '1', authorId: 'somebody' },
      ...{ text, body: [{ kind: 'text', text }], lang: 'en', createdAt: 1, sortAt: 1 },
      ...{ link: 'https://test.example/', media: [], card: null, quote: null, selfLabels: [] },
      ...post,
    },
    matchable: { text, skip: [], markedTags: [], fieldTags: [], mentionIds: [] },
    labels: [],
  }
}
