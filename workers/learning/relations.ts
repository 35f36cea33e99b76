import type { Signal } from '@wall/db/model/filing/filing'
import type { FiledRelative, WaitingPost } from '@wall/db/store/filing/filing-store'

/** Network ids of the posts that others are tied to. */
export function listReferences(posts: readonly Pick<WaitingPost, 'references'>[]): string[] {
  const uris = posts.flatMap(({ references }) => Object.values(references) as (string | null)[])
  return [...new Set(uris)].filter((uri) => uri !== null)
}

/**
 * What follows from where the posts stand that one is tied to. The author's own thread says most; a post that
 * a moderator placed says more than one that a rule did. Which takeaway that is, the reader of signals says.
 */
export function readRelations(
  { authorId, references }: Pick<WaitingPost, 'authorId' | 'references'>,
  relatives: ReadonlyMap<string, FiledRelative>,
): Signal[] {
  const { replyTo, replyRoot, quoteOf } = references
  const signals: Signal[] = []
  for (const uri of new Set([replyTo, replyRoot])) {
    const relative = uri === null ? undefined : relatives.get(uri)
    if (!relative) continue
    const { takeaway, by } = relative
    if (relative.authorId === authorId) {
      const seen = 'goes on with its author’s own post'
      signals.push({ takeaway, kind: 'own_thread', seen, confidence: by === 'moderator' ? 0.9 : 0.88 })
    } else {
      const seen = 'answers a post'
      signals.push({ takeaway, kind: 'filed_reply', seen, confidence: by === 'moderator' ? 0.85 : 0.82 })
    }
    // The nearer post knows better than the head of the thread.
    break
  }
  const quoted = quoteOf === null ? undefined : relatives.get(quoteOf)
  if (quoted) {
    const { takeaway, by } = quoted
    const seen = 'quotes a post'
    signals.push({ takeaway, kind: 'filed_quote', seen, confidence: by === 'moderator' ? 0.85 : 0.82 })
  }
  return signals
}
