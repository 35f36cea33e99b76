import { computeCid, computeDid } from '@wall/workers/demo/network/content-id'
import type { CommitEvent, JsonObject } from '@wall/workers/demo/network/network-event'

/**
 * A made-up tagged post as the network tells it; the same number is the same post. `more` goes into its
 * record.
 */
export function makeNetworkPost(
  number: number,
  text = `Post ${number} #rethinkingintervention`,
  more: JsonObject = {},
): { uri: string; news: CommitEvent } {
  const { did, rkey, collection } = placeOf(number)
  const news: CommitEvent = {
    kind: 'commit',
    operation: 'create',
    did,
    rev: `3l${pad(number)}`,
    collection,
    rkey,
    cid: computeCid({ number, text }),
    record: { $type: collection, text, createdAt: new Date().toISOString(), ...more },
  }
  return { uri: `at://${did}/${collection}/${rkey}`, news }
}

/** Its author writes it anew. */
export function makeNetworkEdit(number: number, text: string): CommitEvent {
  const { news } = makeNetworkPost(number, text)
  return { ...news, operation: 'update', rev: `3m${pad(number)}` } as CommitEvent
}

/** Its author deletes it. */
export function makeNetworkDeletion(number: number): CommitEvent {
  return { kind: 'commit', operation: 'delete', rev: `3n${pad(number)}`, ...placeOf(number) }
}

/** The author of that post gets a name. */
export function makeNetworkProfile(number: number, displayName: string): CommitEvent {
  const collection = 'app.bsky.actor.profile'
  const record = { $type: collection, displayName }
  const { did } = placeOf(number)
  const rev = `3k${pad(number)}`
  return {
    kind: 'commit',
    operation: 'create',
    did,
    rev,
    collection,
    rkey: 'self',
    cid: computeCid(record),
    record,
  }
}

function placeOf(number: number): { did: string; rkey: string; collection: string } {
  return {
    did: computeDid(`author ${number % 97}`),
    rkey: `3k${pad(number)}`,
    collection: 'app.bsky.feed.post',
  }
}

function pad(number: number): string {
  return String(number).padStart(11, '2')
}
