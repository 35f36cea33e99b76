import { noLease } from '../jobs/lease.ts'

/** No model has looked at a post, and none is looking. */
export const notFiledYet = { filedWith: null, ...noLease('filing') }
