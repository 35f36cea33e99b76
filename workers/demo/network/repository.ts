import { type JsonObject, type NetworkEvent, readUri } from './network-event.ts'

export interface Account {
  did: string
  handle: string
  isActive: boolean
  profile: { cid: string; record: JsonObject } | null
  indexedAt: number
}

export interface StoredPost {
  uri: string
  did: string
  cid: string
  record: JsonObject
  /** When the network first had it, epoch ms. */
  indexedAt: number
}

/** A moderation label on a post's or an account's address; `cid` narrows it to one version. */
export interface Label {
  src: string
  uri: string
  val: string
  cts: string
  cid?: string
  neg?: boolean
  exp?: string
}

export interface Repository {
  /** Takes news in the stream's form, so that stream and look-ups always tell the same. */
  apply(event: NetworkEvent, atMs?: number): void
  addLabel(label: Pick<Label, 'uri' | 'val'> & Partial<Label>): void
  /** Undefined for accounts that are not active and for posts of such accounts. */
  findAccount(didOrHandle: string): Account | undefined
  findPost(uri: string): StoredPost | undefined
  listPosts(): StoredPost[]
  listLabels(uri: string, cid?: string): Label[]
}

/** What an AppView knows, in memory: posts, profiles, account states and labels. */
export function createRepository(): Repository {
  const accounts = new Map<string, Account>()
  const posts = new Map<string, StoredPost>()
  const labels = new Map<string, Label[]>()

  function ensureAccount(did: string, atMs: number): Account {
    const account = accounts.get(did) ?? {
      did,
      handle: 'handle.invalid',
      isActive: true,
      profile: null,
      indexedAt: atMs,
    }
    accounts.set(did, account)
    return account
  }

  function findActive(did: string): Account | undefined {
    const account = accounts.get(did)
    return account?.isActive ? account : undefined
  }

  return {
    apply(event, atMs = Date.now()) {
      const account = ensureAccount(event.did, atMs)
      if (event.kind === 'identity') account.handle = event.handle ?? account.handle
      else if (event.kind === 'account') account.isActive = event.active
      else if (event.collection === 'app.bsky.actor.profile') {
        account.profile = event.operation === 'delete' ? null : { cid: event.cid, record: event.record }
      } else if (event.collection === 'app.bsky.feed.post') {
        const uri = readUri(event)
        if (event.operation === 'delete') posts.delete(uri)
        else {
          const indexedAt = posts.get(uri)?.indexedAt ?? atMs
          posts.set(uri, { uri, did: event.did, cid: event.cid, record: event.record, indexedAt })
        }
      }
    },
    addLabel(label) {
      const whole = { src: 'did:web:labeler.example.com', cts: new Date().toISOString(), ...label }
      labels.set(label.uri, [...(labels.get(label.uri) ?? []), whole])
    },
    findAccount(didOrHandle) {
      if (didOrHandle.startsWith('did:')) return findActive(didOrHandle)
      const found = [...accounts.values()].find((account) => account.handle === didOrHandle.toLowerCase())
      return found?.isActive ? found : undefined
    },
    findPost(uri) {
      const post = posts.get(uri)
      return post && findActive(post.did) ? post : undefined
    },
    listPosts: () => [...posts.values()].filter((post) => findActive(post.did)),
    listLabels: (uri, cid) => (labels.get(uri) ?? []).filter((label) => !label.cid || label.cid === cid),
  }
}
