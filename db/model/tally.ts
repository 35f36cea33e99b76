import type { PostStanding } from './standing.ts'

/**
 * What is counted, of posts that were not taken back: by standing; `shown`; `proposed`, waiting ones under
 * the takeaway that is proposed for them; `arrived`, in each quarter of an hour; and how many people they are
 * from, under one takeaway (`author`) or wherever (`any_author`, noted as unfiled).
 */
export type Tallied = PostStanding | 'shown' | 'proposed' | 'arrived' | 'author' | 'any_author'
