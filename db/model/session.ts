/** So many idle days end a session. */
export const sessionValidMs = 7 * 24 * 3_600_000
/**
 * One that would last longer was made by a clock that was ahead, and is over. Clocks of two machines may
 * differ by days, and it holds.
 */
export const longestSessionMs = 2 * sessionValidMs
