export interface Names {
  posts: Map<number, string>
  authors: Map<number, string>
  decisions: Map<number, string>
}

/** Ids differ between engines (PostgreSQL leaves out those of transactions that came to nothing). */
export function toPlain(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((item) => toPlain(item, names))
  if (typeof value !== 'object' || value === null) return value
  const id = 'id' in value && typeof value.id === 'number' ? value.id : 0
  const entries = Object.entries(value).map(([key, item]) => {
    if (key === 'postId') return [key, names.posts.get(item) ?? item]
    if (key === 'authorId' && typeof item === 'number') return [key, names.authors.get(item)]
    if (key === 'next' && typeof item === 'string') {
      const [at, postId] = item.split('.')
      return [key, `${at} ${names.posts.get(Number(postId))}`]
    }
    // Chance.
    if (hidden.has(key)) return [key, item === null ? null : 'any']
    if (key !== 'id') return [key, toPlain(item, names)]
    if ('uri' in value) return [key, names.posts.get(id)]
    if ('networkId' in value) return [key, names.authors.get(id)]
    if ('postId' in value && 'before' in value) return [key, names.decisions.get(id)]
    return [key, 'url' in value || 'cursor' in value ? 'any' : item]
  })
  return Object.fromEntries(entries)
}

const hidden = new Set(['checkClaim', 'filingClaim'])
