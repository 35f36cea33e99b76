/** Where a post stands with the moderators. Apart from that it is visible or not: see `visibility.ts`. */
export const postStandings = ['pending', 'approved', 'rejected', 'stashed'] as const
export type PostStanding = (typeof postStandings)[number]
