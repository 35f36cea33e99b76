import { computeCid, computeDid } from './network/content-id.ts'
import type { CommitEvent, JsonObject } from './network/network-event.ts'

const texts = [
  'The kettle and I have reached an understanding this morning.',
  'Anyone else rereading the same three mystery novels every winter?',
  'Sunset over the grain elevator. No filter, no notes.',
  'New bread, old knife, good day.',
  'Trains are on time and nobody knows what to do with the extra six minutes.',
  'I would like to thank the neighbour who plays the trombone only on Sundays.',
  'Teaching my cat an intervention: stop eating the plant. #cats',
  'Rethinking my garden plan. Again. #rethinking #tomatoes',
  'Hoy llovió tres veces y las tres salí sin paraguas.',
  'Does anybody still own a stapler that works?',
  'Match tonight! Voice gone, joy intact. #football',
  'Found a ten-year-old bus ticket in a coat. It was for the same bus.',
]

/** Posts of people who have nothing to do with the campaign: the traffic that ours has to be found in. */
export function createFiller(nextTid: () => string, now: () => number): () => CommitEvent {
  let count = 0
  return () => {
    count += 1
    const record: JsonObject = {
      $type: 'app.bsky.feed.post',
      text: texts[count % texts.length],
      createdAt: new Date(now()).toISOString(),
      langs: ['en'],
    }
    const rev = nextTid()
    return {
      kind: 'commit',
      operation: 'create',
      did: computeDid(`stranger ${count % 40}`),
      rev,
      collection: 'app.bsky.feed.post',
      rkey: rev,
      cid: computeCid(record),
      record,
    }
  }
}
