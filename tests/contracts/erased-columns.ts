// What is gone when a post is taken back or rewritten: the list that `erasure.ts` proves and
// `tests/db/tables.test.ts` holds complete.

/** What holds a post's words, quotes them or was made of them, as `table.column`. */
export const erasedColumns = [
  ...['author.handle', 'author.display_name', 'author.avatar_url', 'author.words'],
  ...['post.text', 'post.body', 'post.words', 'post.lang', 'post.link', 'post.card', 'post.quote'],
  ...['post.self_labels', 'post.checks', 'post.labels', 'post.reply_to', 'post.reply_root', 'post.quote_of'],
  ...['post.filing_reason', 'post.suggestions', 'post.signals', 'post.near', 'post.second_opinion'],
  ...['media.url', 'media.alt', 'embedding.vector', 'decision.before', 'decision.after'],
  ...['idea_group.name', 'idea_change.before', 'filing_seeds.seeds'],
]
/** Of these no column holds the words themselves. */
export const withoutWords = ['post.near', 'embedding.vector']
