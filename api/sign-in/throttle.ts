import { createHash } from 'node:crypto'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import type { RetryLater } from '../errors.ts'
import { findNetwork } from './network.ts'

const windowMs = 10 * 60 * 1000
const maxWrong = 10

export interface Attempt {
  email: string
  /** The client's IP address. */
  address: string
}

/**
 * Ten wrong passwords for one account, or from one network, and further tries wait until ten minutes after the first.
 * better-auth's own limiter knows no accounts and counts what went well too. Counted in the database, by its clock: all nodes
 * know the same, whatever their own clocks say.
 */
export interface Throttle {
  /** Counts a try before it is made, so that many at once can't slip through. Throws `rate_limited`. */
  begin(attempt: Attempt): Promise<void>
  /** It was right: nothing is held against the account, nor this try against the network. */
  forgive(attempt: Attempt): Promise<void>
}

export function createThrottle(store: Store): Throttle {
  return {
    async begin(attempt) {
      const { account, network } = listKeys(attempt)
      // The network first: one that has to wait must not use up other people's tries.
      for (const key of [network, account]) {
        const waitMs = await store.countTry(key, { max: maxWrong, windowMs })
        if (waitMs !== undefined) throw refuse(waitMs)
      }
    },
    async forgive(attempt) {
      const { account, network } = listKeys(attempt)
      await store.forgetTries(account)
      await store.takeBackTry(network)
    },
  }
}

function listKeys({ email, address }: Attempt): { account: string; network: string } {
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')
  return { account: `account|${account}`, network: `network|${findNetwork(address)}` }
}

function refuse(waitMs: number): AppError {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000))
  const when = minutes === 1 ? 'a minute' : `${minutes} minutes`
  const cause: RetryLater = { retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)) }
  return new AppError('rate_limited', `Too many wrong tries. Wait ${when}, then try again.`, { cause })
}
