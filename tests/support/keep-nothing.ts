import type { KeptFiles } from '@wall/db/kept-files'

/** Every start is the first. */
export const keepNothing: KeptFiles = { read: async () => undefined, write: async () => {} }
