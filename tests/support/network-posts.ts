import { computeCid, computeDid } from '@wall/workers/demo/network/content-id'
import type { CommitEvent } from '@wall/workers/demo/network/network-event'

/** A made-up tagged post as the network tells it; the same number is the same post. */
export function makeNetworkPost(
  number: number,
  text = `Answer ${number} #rethinkingintervention`,
): { uri: string; news: CommitEvent } {
  const did = computeDid(`author ${number % 97}`)
  const rkey = `3k${String(number).padStart(11, '2')}`
  const news: CommitEvent = {
    kind: 'commit',
    operation: 'create',
    did,
    rev: `3l${String(number).padStart(11, '2')}`,
    collection: 'app.bsky.feed.post',
    rkey,
    cid: computeCid({ number, text }),
    record: { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString() },
  }
  return { uri: `at://${did}/app.bsky.feed.post/${rkey}`, news }
}
