import { createHash } from 'node:crypto'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import type { RetryLater } from '../http/errors.ts'
import { findNetwork, localNetworks } from '../security/network.ts'

const windowMs = 10 * 60 * 1000
/** Wrong tries from one network, or in one browser that is known. */
const maxWrong = 10
/**
 * Wrong tries for one account from wherever: more networks than one guesses from, fewer than a rented crowd
 * of them gives.
 */
const maxWrongOfAccount = 50

export interface Attempt {
  email: string
  /** The client's IP address. */
  address: string
  /** It is a proxy's: many people come from it. This machine's own count so, too. */
  isShared?: boolean | undefined
  /** The mark of a browser in which somebody signed in to this account before. */
  known?: string | undefined
}

/**
 * Ten wrong passwords from one network and further tries wait until ten minutes after the first. Fifty for
 * one account, and all wait that guess on: a crowd of addresses is slowed as well. Neither holds up a browser
 * that signed in to the account before; it has ten tries of its own. So nobody who guesses from elsewhere can
 * lock the owner out. better-auth's own limiter knows no accounts and counts what went well too. Counted in
 * the database, by its clock: all nodes know the same, whatever their own clocks say.
 */
export interface Throttle {
  /** Counts a try before it is made, so that many at once can't slip through. Throws `rate_limited`. */
  begin(attempt: Attempt): Promise<void>
  /** It was right: this try is held against nobody. Never rejects: whoever is signed in is not told no. */
  forgive(attempt: Attempt): Promise<void>
  /** Nobody could tell whether it was right: the same. Goes on by itself if need be. */
  takeBack(attempt: Attempt): Promise<void>
}

/**
 * How long what could not be taken back waits to be tried again. When these are over the window nearly is.
 */
const takeBackAgainMs = [1_000, 5_000, 30_000, 120_000, 300_000]

type TryStore = Pick<Store, 'countTry' | 'forgetTries' | 'takeBackTry'>

export function createThrottle(store: TryStore): Throttle {
  return {
    async begin(attempt) {
      const counted: string[] = []
      // The network first: one that has to wait must not use up other people's tries.
      for (const { key, max } of listKeys(attempt)) {
        await count(key, max).catch(async (error: unknown) => {
          await takeBack(counted)
          throw error
        })
        counted.push(key)
      }
    },
    async forgive(attempt) {
      const { known } = attempt
      // Its owner mistyped before: that is over.
      if (known !== undefined) await store.forgetTries(nameKnown(known)).catch(() => undefined)
      else await takeBack(listKeys(attempt).map(({ key }) => key))
    },
    takeBack: (attempt) => takeBack(listKeys(attempt).map(({ key }) => key)),
  }

  async function count(key: string, max: number): Promise<void> {
    const waitMs = await store.countTry(key, { max, windowMs })
    if (waitMs !== undefined) throw refuse(waitMs)
  }

  /**
   * While the database is away its keys stay here; they are lost with the process, and then only the window
   * ends them.
   */
  async function takeBack(keys: readonly string[], failures = 0): Promise<void> {
    const left: string[] = []
    for (const key of keys) await store.takeBackTry(key).catch(() => void left.push(key))
    const waitMs = takeBackAgainMs[failures]
    if (left.length === 0 || waitMs === undefined) return
    setTimeout(() => void takeBack(left, failures + 1), waitMs).unref()
  }
}

function listKeys({ email, address, isShared, known }: Attempt): { key: string; max: number }[] {
  if (known !== undefined) return [{ key: nameKnown(known), max: maxWrong }]
  const account = hashAccount(email)
  const network = `network|${findNetwork(address)}`
  return [
    // Where many people come from one address nobody's tries are another's, but for the same account.
    {
      key: isShared || localNetworks.has(findNetwork(address)) ? `${network}|${account}` : network,
      max: maxWrong,
    },
    { key: `account|${account}`, max: maxWrongOfAccount },
  ]
}

function nameKnown(known: string): string {
  return `known|${known}`
}

export function hashAccount(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')
}

function refuse(waitMs: number): AppError {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000))
  const when = minutes === 1 ? 'a minute' : `${minutes} minutes`
  const cause: RetryLater = { retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)) }
  return new AppError('rate_limited', `Too many wrong tries. Wait ${when}, then try again.`, { cause })
}
