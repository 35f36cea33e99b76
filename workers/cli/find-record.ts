import { isObject } from '../matching/is-object.ts'

const collection = 'app.bsky.feed.post'

/**
 * The post record in what somebody gave us: a bare record, an object with `record` (a postView, say), or a
 * Jetstream frame of either version. Else a sentence on why there is none.
 */
export function findRecord(object: Record<string, unknown>): { record: unknown } | { fault: string } {
  if ('text' in object) return checkType(object)
  const frame = isObject(object.payload) ? object.payload : object
  const commit = isObject(frame.commit) ? frame.commit : frame
  const isFrame = commit !== object || ['operation', 'collection', 'kind'].some((field) => field in commit)
  if (isFrame) {
    if (commit.operation === 'delete') return { fault: 'this frame deletes a record and carries no post' }
    if (typeof commit.collection === 'string' && commit.collection !== collection) {
      return { fault: `this frame is of ${commit.collection.slice(0, 100)}, not of ${collection}` }
    }
    if (!isObject(commit.record)) return { fault: 'this frame carries no post' }
  }
  const record = 'record' in commit ? commit.record : commit
  return isObject(record) ? checkType(record) : { fault: 'the record is not an object' }
}

function checkType(record: Record<string, unknown>): { record: unknown } | { fault: string } {
  if (typeof record.$type !== 'string' || record.$type === collection) return { record }
  return { fault: `this record is of ${record.$type.slice(0, 100)}, not of ${collection}` }
}
