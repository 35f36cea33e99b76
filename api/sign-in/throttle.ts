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
  /** Nobody could tell whether it was right: this try is held against nobody. Never rejects; goes on by itself if need be. */
  takeBack(attempt: Attempt): Promise<void>
}

/** How long what could not be taken back waits to be tried again. When these are over the window nearly is. */
const takeBackAgainMs = [1_000, 5_000, 30_000, 120_000, 300_000]

type TryStore = Pick<Store, 'countTry' | 'forgetTries' | 'takeBackTry'>

export function createThrottle(store: TryStore): Throttle {
  return {
    async begin(attempt) {
      const { account, network } = listKeys(attempt)
      // The network first: one that has to wait must not use up other people's tries.
      await count(network)
      await count(account).catch(async (error: unknown) => {
        if (error instanceof AppError && error.code === 'unavailable') await takeBack([network])
        throw error
      })
    },
    async forgive(attempt) {
      const { account, network } = listKeys(attempt)
      await store.forgetTries(account)
      await store.takeBackTry(network)
    },
    async takeBack(attempt) {
      const { account, network } = listKeys(attempt)
      await takeBack([network, account])
    },
  }

  async function count(key: string): Promise<void> {
    const waitMs = await store.countTry(key, { max: maxWrong, windowMs })
    if (waitMs !== undefined) throw refuse(waitMs)
  }

  /** While the database is away its keys stay here; they are lost with the process, and then only the window ends them. */
  async function takeBack(keys: readonly string[], failures = 0): Promise<void> {
    const left: string[] = []
    for (const key of keys) await store.takeBackTry(key).catch(() => void left.push(key))
    const waitMs = takeBackAgainMs[failures]
    if (left.length === 0 || waitMs === undefined) return
    setTimeout(() => void takeBack(left, failures + 1), waitMs).unref()
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
