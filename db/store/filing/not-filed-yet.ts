/** No model has looked at a post, and none is looking. */
export const notFiledYet = { filedWith: null, filingClaim: null, filingClaimEndsAt: null } as const
