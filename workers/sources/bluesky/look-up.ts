import type { AuthorChange } from '@wall/db/model/author'
import { z } from 'zod'
import type { Draft, DueLookUp, LookedUp, LookUpContext, Trouble } from '../source.ts'
import { type Answer, type Refusal, readAnswer } from './answer.ts'
import { readHandle } from './interpreter.ts'
import { readName, readWishes } from './profile.ts'
import { readHref } from './safe-text.ts'
import type { BlueskySettings } from './settings.ts'
import { toDraft } from './to-draft.ts'
import { PostView, ProfileView, readIndexedAt, readLabels, readList, readUri } from './views.ts'

/** What one `getPosts` or `getProfiles` may ask for (lexicons of these names). */
export const lookUpAtOnce = 25

const Posts = z.object({ posts: z.array(z.unknown()) })
const Profiles = z.object({ profiles: z.array(z.unknown()) })

/**
 * Asks the public AppView for posts and their authors. Jetstream is unsigned and knows no labels: this is
 * what decides. One odd id makes the AppView refuse all that are asked for with it, so a refused list is
 * halved; a single refused one gets no verdict.
 */
export async function lookUpPosts(
  settings: BlueskySettings,
  due: readonly DueLookUp[],
  context: LookUpContext,
): Promise<LookedUp | Trouble> {
  const outcome = await askFor(settings, due, context)
  if (!('problem' in outcome) || outcome.status !== 400) return outcome
  if (due.length <= 1) return { found: [], missing: [], authors: [] }
  const middle = Math.ceil(due.length / 2)
  const first = await lookUpPosts(settings, due.slice(0, middle), context)
  if ('problem' in first) return first
  const second = await lookUpPosts(settings, due.slice(middle), context)
  if ('problem' in second) return second
  return {
    found: [...first.found, ...second.found],
    missing: [...first.missing, ...second.missing],
    authors: [...first.authors, ...second.authors],
  }
}

async function askFor(
  settings: BlueskySettings,
  due: readonly DueLookUp[],
  context: LookUpContext,
): Promise<LookedUp | Refusal> {
  const uris = due.map(({ uri }) => uri)
  const dids = [...new Set(due.map(({ authorId }) => authorId))]
  const posts = await ask('app.bsky.feed.getPosts', 'uris', uris, Posts)
  if ('problem' in posts) return posts
  const profiles = await ask('app.bsky.actor.getProfiles', 'actors', dids, Profiles)
  if ('problem' in profiles) return profiles

  const postViews = new Map(readList(posts.found.posts, PostView).map((view) => [view.uri, view]))
  const profileViews = new Map(readList(profiles.found.profiles, ProfileView).map((view) => [view.did, view]))
  // One account may close, but not all at once: such an answer must not take down a whole wall.
  const believed = new Set(due.flatMap(({ authorId, isAway }) => (isAway ? [] : authorId)))
  if (believed.size >= 5 && postViews.size === 0 && profileViews.size === 0) {
    return { problem: 'bad_answer', detail: new URL(settings.appView).host, retryAt: null, status: 200 }
  }
  const now = context.clock()
  const drafts = new Map(uris.map((uri) => [uri, readDraft(uri, postViews.get(uri))]))
  // Posts of an account that is away are away with it and come back with it: that is no word on the posts
  // themselves.
  const answered = due.filter(({ uri, authorId }) => postViews.has(uri) || profileViews.has(authorId))
  return {
    found: answered.flatMap(({ uri }) => drafts.get(uri) ?? []),
    missing: answered.flatMap(({ uri }) => (drafts.get(uri) ? [] : uri)),
    authors: dids.flatMap((did) => readAuthor(did, profileViews.get(did), now) ?? []),
  }

  async function ask<T extends z.ZodType>(method: string, name: string, values: string[], schema: T) {
    const address = new URL(`/xrpc/${method}`, settings.appView)
    for (const value of values) address.searchParams.append(name, value)
    const { host } = address
    const answer: Answer = await readAnswer(
      () => context.fetch(address, { signal: context.signal }),
      host,
      context.clock,
    )
    if ('problem' in answer) {
      // Nobody signs in here: a demand for it is a refusal.
      return answer.problem === 'wrong_credentials' ? { ...answer, problem: 'refused' as const } : answer
    }
    const parsed = schema.safeParse(answer.body)
    return parsed.success
      ? { found: parsed.data }
      : { problem: 'bad_answer' as const, detail: host, retryAt: null, status: 200 }
  }

  /** Undefined for a post that the network does not have, or not as one that we can take. */
  function readDraft(uri: string, view: PostView | undefined): Draft | undefined {
    const place = readUri(uri)
    if (!view || !place || view.author.did !== place.did) return undefined
    const receivedAt = readIndexedAt(view, now)
    const labels = readLabels(view.labels, view.cid, now)
    const ref = { ...place, cid: view.cid, rev: null, receivedAt, cdn: settings.cdn, labels }
    const outcome = toDraft(view.record, ref)
    if ('draft' in outcome) return outcome.draft
    context.count(outcome.refused)
    return undefined
  }

  /**
   * An account that the network does not list is closed for now; only the stream can tell that it is so for
   * good.
   */
  function readAuthor(did: string, view: ProfileView | undefined, verifiedAt: number): AuthorChange | null {
    const who = { network: 'bluesky', networkId: did }
    if (!view) {
      const hasPost = due.some((check) => check.authorId === did && postViews.has(check.uri))
      return hasPost ? null : { ...who, standing: 'hidden', verifiedAt }
    }
    const labels = readLabels(view.labels, null, verifiedAt)
    return {
      ...who,
      handle: readHandle(view.handle),
      displayName: readName(view.displayName),
      avatarUrl: view.avatar ? readHref(view.avatar) : null,
      standing: 'active',
      wishes: readWishes(labels),
      labels,
      verifiedAt,
    }
  }
}
