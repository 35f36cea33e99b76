export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }
export type JsonObject = { [key: string]: Json | undefined }

/**
 * Something that happened in the network, before any wire gives it a shape. Records are JSON: links as `{
 * $link }`.
 */
export type NetworkEvent = CommitEvent | IdentityEvent | AccountEvent

export type CommitEvent =
  | {
      kind: 'commit'
      operation: 'create' | 'update'
      did: string
      rev: string
      collection: string
      rkey: string
      cid: string
      record: JsonObject
    }
  | { kind: 'commit'; operation: 'delete'; did: string; rev: string; collection: string; rkey: string }

export interface IdentityEvent {
  kind: 'identity'
  did: string
  handle?: string | undefined
}

/** `active` decides; `status` (`deactivated`, `suspended`, `takendown`, `deleted`) only says why. */
export interface AccountEvent {
  kind: 'account'
  did: string
  active: boolean
  status?: string | undefined
}

export function readUri(event: CommitEvent): string {
  return `at://${event.did}/${event.collection}/${event.rkey}`
}
