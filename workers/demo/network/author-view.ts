import { shapeImageUrl } from './image-url.ts'
import { isObject, listObjects } from './json.ts'
import type { JsonObject } from './network-event.ts'
import type { Label, Repository } from './repository.ts'

/** `app.bsky.actor.defs#profileViewDetailed`, of which the author of a post is a part. */
export function shapeAuthor(repository: Repository, cdn: string, did: string): JsonObject {
  const account = repository.findAccount(did)
  const record = account?.profile?.record
  const uri = `at://${did}/app.bsky.actor.profile/self`
  return {
    did,
    handle: account?.handle ?? 'handle.invalid',
    ...(record?.displayName ? { displayName: record.displayName } : {}),
    ...(record?.description ? { description: record.description } : {}),
    ...(record?.avatar ? { avatar: shapeImageUrl(cdn, 'avatar', did, record.avatar) } : {}),
    labels: [
      ...shapeSelfLabels(did, uri, record),
      ...shapeLabels(repository.listLabels(uri)),
      ...shapeLabels(repository.listLabels(did)),
    ],
    indexedAt: new Date(account?.indexedAt ?? 0).toISOString(),
  }
}

/** Labels that authors put on their own record, such as `!no-unauthenticated` on a profile. */
export function shapeSelfLabels(did: string, uri: string, record: JsonObject | undefined): JsonObject[] {
  const values = isObject(record?.labels) ? listObjects(record.labels.values) : []
  return values.map(({ val }) => ({ src: did, uri, val, cts: new Date(0).toISOString() }))
}

export function shapeLabels(labels: Label[]): JsonObject[] {
  return labels.map((label) => ({ ...label }))
}
