import { isObject } from './json.ts'
import type { Json } from './network-event.ts'

/** `cdn` stands for https://cdn.bsky.app; `blob` is a blob of a record. */
export function shapeImageUrl(cdn: string, kind: string, did: string, blob: Json | undefined): string {
  const ref = isObject(blob) && isObject(blob.ref) ? blob.ref.$link : ''
  return `${cdn}/img/${kind}/plain/${did}/${ref}@jpeg`
}
