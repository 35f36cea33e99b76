import type { AuthorChange } from '@wall/db/model/author'
import type { SourceContext } from '../source.ts'
import { toMatchable } from './matchable.ts'
import type { Outbox } from './outbox.ts'
import { readProfileChange } from './profile.ts'
import type { RecentDeletes } from './recent-deletes.ts'
import type { BlueskySettings } from './settings.ts'
import { tellRefused, toDraft } from './to-draft.ts'
import type { CommitEvent, StreamEvent } from './wires/event.ts'

export const postCollection = 'app.bsky.feed.post'
export const profileCollection = 'app.bsky.actor.profile'

type AccountNews = Extract<StreamEvent, { kind: 'account' | 'identity' }>

interface Deps {
  settings: Pick<BlueskySettings, 'cdn'>
  context: Pick<SourceContext, 'isWanted' | 'known' | 'count' | 'clock' | 'log'>
  outbox: Pick<Outbox, 'addDraft' | 'addRemoval' | 'addAuthorChange' | 'holdsPost' | 'holdsAuthor'>
  deletes: RecentDeletes
}

/**
 * Reads what each event says of posts and accounts, and puts what concerns us into the outbox. Never throws
 * on what an event holds.
 */
export function createInterpreter({ settings, context, outbox, deletes }: Deps) {
  const newest = createOrder()
  const isOurs = (uri: string) => context.known.hasPost(uri) || outbox.holdsPost(uri)
  const knowsAuthor = (did: string) => context.known.hasAuthor(did) || outbox.holdsAuthor(did)

  return {
    takeCommit(event: CommitEvent): void {
      if (event.collection === postCollection) takePost(event)
      else if (event.collection === profileCollection && knowsAuthor(event.did)) takeProfile(event)
    },

    takeAccountNews(event: AccountNews): void {
      if (!knowsAuthor(event.did) || !newest.isNews(`${event.kind} ${event.did}`, String(event.timeUs)))
        return
      const who = { network: 'bluesky', networkId: event.did }
      if (event.kind === 'account') outbox.addAuthorChange({ ...who, standing: readStanding(event) })
      else if (event.handle) outbox.addAuthorChange({ ...who, handle: readHandle(event.handle) })
    },
  }

  function takePost(event: CommitEvent): void {
    const { did, rkey, rev, operation, record } = event
    const uri = `at://${did}/${postCollection}/${rkey}`
    if (operation === 'delete') {
      deletes.remember(uri, rev)
      if (!isOurs(uri)) return
      context.count('removals')
      outbox.addRemoval({ network: 'bluesky', uri, rev, why: 'deleted' })
      return
    }
    context.count('posts_seen')
    const matchable = toMatchable(record)
    if (!isOurs(uri) && !context.isWanted(matchable)) return
    if (deletes.covers(uri, rev)) {
      context.count('deleted_before')
      return
    }
    // A server's clock may be wrong: nothing was received later than now.
    const receivedAt = Math.min(Math.floor(event.timeUs / 1000), context.clock())
    const ref = { ...event, cid: event.cid ?? '', receivedAt, cdn: settings.cdn }
    const outcome = toDraft(record, ref, matchable)
    if ('refused' in outcome) {
      tellRefused(context, uri, outcome.refused)
      // What it says now can't be read, so what it said before can't stay.
      if (isOurs(uri)) outbox.addRemoval({ network: 'bluesky', uri, rev, why: 'untagged' })
      return
    }
    for (const oddity of outcome.oddities) context.count(oddity)
    context.count('drafts')
    outbox.addDraft(outcome.draft)
  }

  function takeProfile(event: CommitEvent): void {
    if (!newest.isNews(`profile ${event.did}`, event.rev)) return
    const change: AuthorChange | null = readProfileChange(event.did, event.record)
    if (change) outbox.addAuthorChange(change)
    else context.count('bad_profile')
  }
}

/** `active` decides, `status` only tells the rest (atproto specs/account). */
function readStanding({
  active,
  status,
}: {
  active: boolean
  status: string | null
}): NonNullable<AuthorChange['standing']> {
  if (active) return 'active'
  return status === 'deleted' ? 'gone' : 'hidden'
}

/**
 * A handle that does not lead back to its account must not be shown, nor anything else that stands in a
 * handle's place.
 */
export function readHandle(handle: string): string | null {
  return handle === 'handle.invalid' || handle.length > 253 || !handlePattern.test(handle) ? null : handle
}

/** As the atproto specification of handles has it. */
const handlePattern =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/

/**
 * After a reconnect old news come again: the order within one author keeps them from undoing newer ones for a
 * moment.
 */
function createOrder() {
  const newest = new Map<string, string>()
  return {
    isNews(key: string, mark: string): boolean {
      if ((newest.get(key) ?? '') >= mark) return false
      newest.set(key, mark)
      return true
    },
  }
}
