import { isObject, listObjects } from './json.ts'
import type { JsonObject } from './network-event.ts'
import type { Repository, StoredPost } from './repository.ts'

export interface SearchPage {
  posts: StoredPost[]
  cursor: string | undefined
}

/**
 * `app.bsky.feed.searchPosts` in its plain sense: all words of `q` (`#word` looks at tags), all `tag`s,
 * newest first. Returns undefined for a query the real server answers with BadQueryString.
 */
export function searchPosts(repository: Repository, query: URLSearchParams): SearchPage | undefined {
  const q = query.get('q')?.trim()
  if (!q) return undefined
  const tests = [
    ...parseWords(q),
    ...query.getAll('tag').map((tag) => hasTag(tag)),
    ...parseFilters(repository, query),
  ]
  const found = repository
    .listPosts()
    .filter((post) => tests.every((matches) => matches(post)))
    .sort((a, b) => readSortAt(b) - readSortAt(a) || (a.uri < b.uri ? 1 : -1))
  const from = Number(query.get('cursor') ?? 0) || 0
  const limit = Math.min(Math.max(Number(query.get('limit') ?? 25) || 25, 1), 100)
  const end = from + limit
  return { posts: found.slice(from, end), cursor: end < found.length ? String(end) : undefined }
}

type PostTest = (post: StoredPost) => boolean

function parseWords(q: string): PostTest[] {
  return q.split(/\s+/).map((word) => {
    if (word.startsWith('#') && word.length > 1) return hasTag(word.slice(1))
    const wanted = word.toLowerCase()
    return (post) =>
      String(post.record.text ?? '')
        .toLowerCase()
        .includes(wanted)
  })
}

function parseFilters(repository: Repository, query: URLSearchParams): PostTest[] {
  const tests: PostTest[] = []
  const since = query.get('since')
  const until = query.get('until')
  const author = query.get('author')
  const mentions = query.get('mentions')
  const lang = query.get('lang')
  if (since) tests.push((post) => readSortAt(post) >= Date.parse(since))
  if (until) tests.push((post) => readSortAt(post) < Date.parse(until))
  if (author) tests.push((post) => post.did === readDid(repository, author))
  if (mentions) tests.push((post) => listFeatures(post.record, 'did').includes(readDid(repository, mentions)))
  if (lang) tests.push((post) => Array.isArray(post.record.langs) && post.record.langs.includes(lang))
  return tests
}

/** Tags are those of facets and of `tags`, never the bare text. */
function hasTag(tag: string): PostTest {
  const wanted = tag.toLowerCase()
  return (post) => {
    const tags = Array.isArray(post.record.tags) ? post.record.tags.map(String) : []
    return [...tags, ...listFeatures(post.record, 'tag')].some((each) => each.toLowerCase() === wanted)
  }
}

function listFeatures(record: JsonObject, name: 'tag' | 'did'): string[] {
  return listObjects(record.facets)
    .flatMap((facet) => listObjects(facet.features))
    .filter((feature) => isObject(feature) && typeof feature[name] === 'string')
    .map((feature) => String(feature[name]))
}

function readDid(repository: Repository, didOrHandle: string): string {
  return repository.findAccount(didOrHandle)?.did ?? didOrHandle
}

/** The earlier of the author's claim and the network's knowledge. */
function readSortAt(post: StoredPost): number {
  const createdAt = Date.parse(String(post.record.createdAt))
  return Number.isNaN(createdAt) ? post.indexedAt : Math.min(createdAt, post.indexedAt)
}
