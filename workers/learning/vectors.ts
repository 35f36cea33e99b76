import type { Label } from '@wall/db/model/filing/label'
import type { FilingStore, WaitingPost } from '@wall/db/store/filing/filing-store'
import type { VectorSource } from '../encoders/vectors-options.ts'

type DecidedPost = Pick<Label, 'postId' | 'text' | 'cid'>

export interface Vectors {
  /** Null when there is no encoder to be had now. */
  id(): string | null
  /** What the team should know of it, in words; null when all is well or it is turned off. */
  note(): string | null
  /** Of texts that are no person's words, by text. Undefined until all are made. */
  ofTexts(texts: readonly string[]): Map<string, Float32Array> | undefined
  /** Of decided posts, by id. Undefined until all are made. */
  ofLabels(labels: readonly DecidedPost[]): Map<number, Float32Array> | undefined
  /** Makes what is missing of both, and keeps it. True when something new is there. */
  fill(texts: readonly string[], labels: readonly DecidedPost[], signal: AbortSignal): Promise<boolean>
  /** Of waiting posts, by id; those that can't be had are left out. */
  ofPosts(
    posts: readonly (Pick<WaitingPost, 'id' | 'cid'> & { words: string })[],
  ): Promise<Map<number, Float32Array>>
}

const atOnce = 32

/** Sentence vectors of all that a campaign's model learns from, and of what it files. */
export function createVectors(
  store: Pick<FilingStore, 'readEmbeddings' | 'saveEmbeddings'>,
  encoder: VectorSource | undefined,
): Vectors {
  let home: string | null = null
  /** Null: the encoder gave none, and is not asked again. */
  const texts = new Map<string, Float32Array | null>()
  const labels = new Map<string, Float32Array | null>()
  const keyOf = ({ postId, cid }: Pick<DecidedPost, 'postId' | 'cid'>) => `${postId} ${cid}`

  function id(): string | null {
    const status = encoder?.status()
    const now = status?.state === 'ready' ? status.id : null
    if (now !== null && now !== home) {
      texts.clear()
      labels.clear()
      home = now
    }
    return now
  }

  return {
    id,
    note() {
      const status = encoder?.status()
      return status && status.state !== 'off' ? status.problem : null
    },

    ofTexts(wanted) {
      if (id() === null || wanted.some((text) => !texts.has(text))) return undefined
      return pickKnown(wanted, (text) => texts.get(text))
    },

    ofLabels(wanted) {
      if (id() === null || wanted.some((label) => !labels.has(keyOf(label)))) return undefined
      const found = pickKnown(wanted, (label) => labels.get(keyOf(label)))
      return new Map([...found].map(([label, vector]) => [label.postId, vector]))
    },

    async fill(wantedTexts, wantedLabels, signal) {
      const now = id()
      if (now === null || !encoder) return false
      let isNew = false
      // What is no longer learnt from, perhaps since it was erased, is not kept.
      forget(texts, new Set(wantedTexts))
      forget(labels, new Set(wantedLabels.map(keyOf)))
      const missing = wantedTexts.filter((text) => !texts.has(text))
      for (const part of chunk(missing)) {
        if (signal.aborted || id() !== now) return isNew
        const made = await encoder.embed(part, 'seeds')
        if (id() !== now) return isNew
        for (const [index, text] of part.entries()) texts.set(text, made[index] ?? null)
        isNew = true
      }
      for (const part of chunk(wantedLabels.filter((label) => !labels.has(keyOf(label))))) {
        if (signal.aborted || id() !== now) return isNew
        const posts = part.map(({ postId, cid, text }) => ({ id: postId, cid, words: text }))
        const made = await find(now, posts)
        for (const label of part) labels.set(keyOf(label), made.get(label.postId) ?? null)
        isNew = true
      }
      return isNew
    },

    async ofPosts(posts) {
      const now = id()
      return now === null ? new Map() : find(now, posts)
    },
  }

  async function find(
    now: string,
    posts: readonly { id: number; cid: string; words: string }[],
  ): Promise<Map<number, Float32Array>> {
    const found = await store.readEmbeddings(
      now,
      posts.map((post) => post.id),
    )
    const missing = posts.filter((post) => !found.has(post.id))
    if (missing.length === 0) return found
    const made = (await encoder?.embed(missing.map(({ words }) => words))) ?? []
    // Another encoder since then: other vectors.
    if (id() !== now) return found
    const fresh = missing.flatMap((post, index) => {
      const vector = made[index]
      return vector ? [{ postId: post.id, cid: post.cid, vector }] : []
    })
    await store.saveEmbeddings(now, fresh)
    for (const { postId, vector } of fresh) found.set(postId, vector)
    return found
  }
}

function forget(known: Map<string, unknown>, wanted: ReadonlySet<string>): void {
  for (const key of known.keys()) if (!wanted.has(key)) known.delete(key)
}

function pickKnown<K>(
  wanted: readonly K[],
  find: (key: K) => Float32Array | null | undefined,
): Map<K, Float32Array> {
  return new Map(
    wanted.flatMap((key): [K, Float32Array][] => {
      const vector = find(key)
      return vector ? [[key, vector]] : []
    }),
  )
}

function chunk<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / atOnce) }, (_, index) =>
    items.slice(index * atOnce, (index + 1) * atOnce),
  )
}
