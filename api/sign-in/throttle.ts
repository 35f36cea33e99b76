import { createHash } from 'node:crypto'
import { AppError } from '@wall/db/model/error'
import type { Clock } from '../clock.ts'
import type { RetryLater } from '../errors.ts'
import type { Auth } from './auth.ts'
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
 * better-auth's own limiter knows no accounts and counts what went well too; this one counts in its table.
 */
export interface Throttle {
  /** Counts a try before it is made, so that many at once can't slip through. Throws `rate_limited`. */
  begin(attempt: Attempt): Promise<void>
  /** It was right: nothing is held against the account, nor this try against the network. */
  forgive(attempt: Attempt): Promise<void>
}

interface Row {
  key: string
  count: number
  lastRequest: number
}

export function createThrottle(auth: Auth, clock: Clock): Throttle {
  const model = 'rateLimit'
  return {
    async begin(attempt) {
      const [account, network] = listKeys(attempt)
      // The network first: one that has to wait must not use up other people's tries.
      await consume(network)
      await consume(account)
    },
    async forgive(attempt) {
      const [account, network] = listKeys(attempt)
      const { adapter } = await auth.$context
      await adapter.deleteMany({ model, where: [{ field: 'key', value: account }] })
      await adapter.incrementOne({
        model,
        where: [
          { field: 'key', value: network },
          { field: 'count', operator: 'gt', value: 0 },
        ],
        increment: { count: -1 },
      })
    },
  }

  /** `lastRequest` holds when the window began. */
  async function consume(key: string): Promise<void> {
    const { adapter } = await auth.$context
    const now = clock.now()
    await adapter.deleteMany({
      model,
      where: [{ field: 'lastRequest', operator: 'lt', value: now - windowMs }],
    })
    const counted = await adapter.incrementOne<Row>({
      model,
      where: [
        { field: 'key', value: key },
        { field: 'count', operator: 'lt', value: maxWrong },
      ],
      increment: { count: 1 },
    })
    if (counted) return
    const row = await adapter.findOne<Row>({ model, where: [{ field: 'key', value: key }] })
    // Somebody else made the row a moment ago: it still has room.
    if (row && Number(row.count) < maxWrong) return consume(key)
    if (row) throw refuse(Number(row.lastRequest) + windowMs - now)
    try {
      await adapter.create({ model, data: { key, count: 1, lastRequest: now } })
    } catch (error) {
      // Two first tries at once: the other one made the row.
      if (!(await adapter.findOne({ model, where: [{ field: 'key', value: key }] }))) throw error
      await consume(key)
    }
  }
}

function listKeys({ email, address }: Attempt): [account: string, network: string] {
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')
  return [`account|${account}`, `network|${findNetwork(address)}`]
}

function refuse(waitMs: number): AppError {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000))
  const when = minutes === 1 ? 'a minute' : `${minutes} minutes`
  const cause: RetryLater = { retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)) }
  return new AppError('rate_limited', `Too many wrong tries. Wait ${when}, then try again.`, { cause })
}
