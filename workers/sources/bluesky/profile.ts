import type { AuthorChange } from '@wall/db/model/author'
import { tidyLine } from '@wall/db/model/shown-words'
import { ProfileRecord } from './record.ts'
import { cleanText } from './safe-text.ts'

/** The author asks that only people who are signed in see what they write. */
const signedInOnly = '!no-unauthenticated'

/** Whom the labels on a profile let see the author's posts. */
export function readWishes(labels: readonly string[]): NonNullable<AuthorChange['wishes']> {
  return labels.includes(signedInOnly) ? 'signed-in-only' : 'public'
}

/**
 * What an author's own profile record (null once it is deleted) changes. It holds only their own labels, so
 * it adds `!hide` and never takes a label away: others may have put theirs on. Null when it can't be read.
 */
export function readProfileChange(did: string, record: unknown): AuthorChange | null {
  const parsed = ProfileRecord.safeParse(record ?? {})
  if (!parsed.success) return null
  const labels = parsed.data.labels?.values.map((label) => label.val) ?? []
  return {
    network: 'bluesky',
    networkId: did,
    displayName: readName(parsed.data.displayName),
    wishes: readWishes(labels),
    ...(labels.includes('!hide') && { labels }),
  }
}

export function readName(name: string | undefined): string | null {
  return tidyLine(cleanText(name ?? '')) || null
}
