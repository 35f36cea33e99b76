// What nodes ask of the store beside posts and decisions: who leads a source, which screens are on, which
// seeds are in use, how often somebody tried. As plain data, and how it is carried out.
import type { CampaignSeeds } from '@wall/db/model/filing/campaign-seeds'
import type { Store } from '@wall/db/store/store'
import fc from 'fast-check'
import { texts } from './command-words.ts'
import { makeBatch } from './posts.ts'

const slug = fc.constantFrom('one', 'two')
const owner = fc.constantFrom('worker one', 'worker two', 'worker three')
const ttlMs = fc.constantFrom(1_000, 60_000, -1)
/** The so-manieth lead from the end, perhaps lost by now. */
const back = fc.constantFrom(0, 0, 0, 1, 2)
const key = fc.constantFrom('account|ana', 'network|one')
const word = fc.constantFrom(...texts)
/** More than the list takes, too. */
const screens = fc.oneof(
  fc.array(
    fc.record({ id: fc.constantFrom('s1', 's2', 's3'), name: fc.constantFrom('Lobby', 'lobby', 'É', '') }),
    { minLength: 1, maxLength: 3 },
  ),
  fc.integer({ min: 190, max: 210 }).map((many) => {
    return Array.from({ length: many }, (_, index) => ({ id: `stranger ${index}`, name: '' }))
  }),
)
/** As JSON from outside is: the builder can't take objects without a prototype. */
const plain = { noNullPrototype: true }
const words = fc.array(word, { maxLength: 2 })
const seeded = fc.record({ id: fc.constantFrom(1, 2, 9), examples: words, keywords: words }, plain)
const seeds: fc.Arbitrary<CampaignSeeds> = fc.record(
  { takeaways: fc.array(seeded, { maxLength: 2 }), none: words },
  plain,
)

const commands = {
  lead: fc.record({ kind: fc.constant('lead' as const), slug, owner, ttlMs, gone: fc.option(owner) }),
  renew: fc.record({ kind: fc.constant('renew' as const), back, ttlMs }),
  release: fc.record({ kind: fc.constant('release' as const), back }),
  status: fc.record({ kind: fc.constant('status' as const), back, lastEventAt: fc.nat() }),
  ledBatch: fc.record({ kind: fc.constant('ledBatch' as const), back, cursor: fc.string({ maxLength: 4 }) }),
  screens: fc.record({ kind: fc.constant('screens' as const), slug, screens }),
  seeds: fc.record({ kind: fc.constant('seeds' as const), slug, behind: fc.constantFrom(0, 0, 1), seeds }),
  try: fc.record({
    kind: fc.constant('try' as const),
    key,
    max: fc.integer({ min: 1, max: 3 }),
    windowMs: fc.constantFrom(4_000, 600_000),
  }),
  forgetTries: fc.record({ kind: fc.constant('forgetTries' as const), key }),
  takeBackTry: fc.record({ kind: fc.constant('takeBackTry' as const), key }),
}

type Value<T> = T extends fc.Arbitrary<infer V> ? V : never
export type NodeCommand = Value<(typeof commands)[keyof typeof commands]>

export const nodeWrite: fc.Arbitrary<NodeCommand> = fc.oneof(
  { weight: 3, arbitrary: commands.lead },
  { weight: 1, arbitrary: commands.renew },
  { weight: 1, arbitrary: commands.release },
  { weight: 1, arbitrary: commands.status },
  { weight: 1, arbitrary: commands.ledBatch },
  { weight: 2, arbitrary: commands.screens },
  { weight: 2, arbitrary: commands.seeds },
  { weight: 3, arbitrary: commands.try },
  { weight: 1, arbitrary: commands.forgetTries },
  { weight: 1, arbitrary: commands.takeBackTry },
)

export interface Ids {
  campaign(slug: string): number
  source(slug: string): number
}

export function createNodeRunner(store: Store, ids: Ids, userId: string) {
  const leads: { sourceId: number; fence: number }[] = []

  return {
    async run(command: NodeCommand): Promise<unknown> {
      switch (command.kind) {
        case 'lead': {
          const { slug, owner, ttlMs, gone } = command
          const sourceId = ids.source(slug)
          const fence = await store.leadSource(sourceId, owner, ttlMs, (other) => other === gone)
          if (fence !== undefined) leads.push({ sourceId, fence })
          return fence
        }
        case 'renew': {
          const { sourceId, fence } = findLead(command.back)
          return store.renewLead(sourceId, fence, command.ttlMs)
        }
        case 'release': {
          const { sourceId, fence } = findLead(command.back)
          return store.releaseLead(sourceId, fence)
        }
        case 'status': {
          const { sourceId, fence } = findLead(command.back)
          const status = { parts: {}, lastEventAt: command.lastEventAt, counts: {} }
          return store.saveSourceStatus(sourceId, status, fence)
        }
        case 'ledBatch': {
          const { sourceId, fence } = findLead(command.back)
          return store.recordBatch(sourceId, makeBatch({ cursor: command.cursor }), fence)
        }
        case 'screens':
          await store.noteScreens(ids.campaign(command.slug), command.screens)
          return store.listScreens(ids.campaign(command.slug))
        case 'seeds': {
          const campaignId = ids.campaign(command.slug)
          const { version = 0 } = (await store.readSeeds(campaignId)) ?? {}
          const { seeds, behind } = command
          return store.saveSeeds({ campaignId, version: version - behind, seeds, userId })
        }
        case 'try':
          return store.countTry(command.key, command)
        case 'forgetTries':
          return store.forgetTries(command.key)
        case 'takeBackTry':
          return store.takeBackTry(command.key)
      }
    },
  }

  /** Before there was any: of a source that does not exist. */
  function findLead(back: number): { sourceId: number; fence: number } {
    return leads.at(-1 - back) ?? { sourceId: 0, fence: 0 }
  }
}
