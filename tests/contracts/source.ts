// What every source must do, whatever its network. A harness plays the network.

import { createStore } from '@wall/db/store/create-store'
import type { Source } from '@wall/workers/sources/source'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestSqlite } from '../support/database/open-test-engine.ts'
import {
  type Collecting,
  campaign,
  createWorld,
  pipeline,
  startCollecting,
} from '../workers/sources/collecting.ts'

/** A network of the test. Each verb resolves when the network has taken it. Uris are the network's own. */
export interface SourceHarness {
  source: Source
  settings: unknown
  /** An environment that sets the source up, and one with faults. */
  env: { good: Record<string, string>; bad: Record<string, string> }
  publish(text: string): Promise<{ uri: string; authorId: string }>
  edit(uri: string, text: string): Promise<void>
  remove(uri: string): Promise<void>
  /**
   * Closes the author's account for a time; and opens it again. Left out: this network has no accounts to
   * close.
   */
  setActive?(authorId: string, isActive: boolean): Promise<void>
  close(): Promise<void>
}

export function testSourceContract(name: string, start: () => Promise<SourceHarness>): void {
  describe(`the source contract: ${name}`, () => {
    let harness: SourceHarness
    let collecting: Collecting | undefined
    beforeEach(async () => {
      harness = await start()
    })
    afterEach(async () => {
      await collecting?.stop()
      collecting = undefined
      await harness.close()
    })

    async function collect(cursor: string | null = null): Promise<Collecting> {
      collecting = startCollecting(harness.source, harness.settings, { cursor })
      const { world } = collecting
      await collecting.until(() => world.reports.some(({ report }) => report.state === 'running'))
      return collecting
    }

    test('a post that answers the campaign is handed over whole, another one is not', async () => {
      const run = await collect()
      await harness.publish('Nothing to do with it')
      const { uri, authorId } = await harness.publish('Names before fractions. #RethinkingIntervention')
      await run.until(() => run.posts().length > 0)
      expect(run.posts()).toHaveLength(1)
      const [post] = run.posts()
      expect(post).toMatchObject({ network: harness.source.kind, uri, authorId })
      expect(post?.body.map((part) => part.text).join('')).toBe(post?.text)
      expect(post?.link).toMatch(/^https:\/\//)
      expect(post?.sortAt).toBeLessThanOrEqual(Date.now())
      expect(post?.createdAt).toBeLessThanOrEqual(Date.now())
      expect(structuredClone(post)).toEqual(post)
    })

    test('settings and environment are parsed, faults come back in words', () => {
      const { source, env } = harness
      const setup = source.setUp(env.good)
      expect(setup && 'settings' in setup && source.config.safeParse(setup.settings).success).toBe(true)
      expect(source.config.safeParse({ hosts: 3 }).success).toBe(false)
      expect(() => source.collect({ hosts: 3 }, createWorld().context)).toThrow()
      const faulty = source.setUp(env.bad)
      expect(faulty && 'faults' in faulty && faulty.faults.length).toBeGreaterThan(0)
    })

    test('credentials are no part of what is stored', () => {
      const setup = harness.source.setUp(harness.env.good)
      if (!setup || 'faults' in setup) throw new Error('a good environment was refused')
      for (const secret of Object.values(setup.credentials))
        expect(JSON.stringify(setup.settings)).not.toContain(secret)
    })

    test('a stop ends it, with what was collected handed over', async () => {
      const run = await collect()
      await harness.publish('One more #rethinkingintervention')
      await run.until(() => run.world.counts.get('drafts') === 1)
      await run.stop()
      expect(run.posts()).toHaveLength(1)
    })

    test('the next run goes on where the last stored batch ended', async () => {
      const first = await collect()
      const before = await harness.publish('Before #rethinkingintervention')
      await first.until(() => first.posts().length === 1)
      const cursor = first.cursor()
      await first.stop()
      const meanwhile = await harness.publish('Meanwhile #rethinkingintervention')
      const second = await collect(cursor)
      await second.until(() => second.posts().some((post) => post.uri === meanwhile.uri))
      const others = second.posts().filter((post) => post.uri !== meanwhile.uri && post.uri !== before.uri)
      expect(others).toEqual([])
    })

    test('rows without their cursor, or a cursor of nonsense, do no harm', async () => {
      const run = await collect('nonsense')
      const { uri } = await harness.publish('Still here #rethinkingintervention')
      await run.until(() => run.posts().some((post) => post.uri === uri))
      expect(run.posts()).toHaveLength(1)
    })

    test('a deletion is handed over for a post we know', async () => {
      const run = await collect()
      const { uri } = await harness.publish('Soon gone #rethinkingintervention')
      await run.until(() => run.posts().length === 1)
      await harness.remove(uri)
      await run.until(() => run.removals().length > 0)
      expect(run.removals()).toMatchObject([{ uri, why: 'deleted' }])
    })

    test('an edit is handed over, and one that drops the tag takes the post away', async () => {
      const run = await collect()
      const { uri } = await harness.publish('First thought #rethinkingintervention')
      await run.until(() => run.posts().length === 1)
      await harness.edit(uri, 'Second thought #rethinkingintervention')
      await run.until(() => run.posts().length === 2)
      expect(run.posts()[1]?.cid).not.toBe(run.posts()[0]?.cid)
      await harness.edit(uri, 'Never mind')
      await run.until(() => run.removals().length > 0)
      expect(run.removals()).toMatchObject([{ uri, why: 'untagged' }])
    })

    test('an account that closes and opens again is told, for authors we know', async (context) => {
      if (!harness.setActive) return context.skip('accounts are not closed here')
      const run = await collect()
      const { authorId } = await harness.publish('Hello #rethinkingintervention')
      await run.until(() => run.posts().length === 1)
      await harness.setActive?.(authorId, false)
      await harness.setActive?.(authorId, true)
      await run.until(() => run.authorChanges().length === 2)
      expect(run.authorChanges().map((change) => change.standing)).toEqual(['hidden', 'active'])
    })

    test('the network confirms what it has and tells what it no longer has', async (context) => {
      if (!harness.source.lookUp) return context.skip('no look-up is needed')
      const kept = await harness.publish('Kept #rethinkingintervention')
      const gone = await harness.publish('Gone #rethinkingintervention')
      const untagged = await harness.publish('Off #rethinkingintervention')
      await harness.remove(gone.uri)
      await harness.edit(untagged.uri, 'Off topic')
      const outcome = await harness.source.lookUp.ask(
        harness.settings,
        [kept, gone, untagged],
        createWorld().context,
      )
      if ('problem' in outcome) throw new Error('the network could not be asked')
      const judged = outcome.found.flatMap((draft) => pipeline.judge(draft))
      const isMatch = new Map(judged.map((one) => [one.post.uri, one.isMatch]))
      expect([...isMatch]).toEqual([
        [kept.uri, true],
        [untagged.uri, false],
      ])
      expect(judged[0]?.post.authorId).toBe(kept.authorId)
      expect(outcome.missing).toEqual([gone.uri])
      expect(outcome.authors).toMatchObject([{ networkId: kept.authorId, standing: 'active' }])
    })

    test('stored twice is stored once, and a replay after a removal brings nothing back', async () => {
      const { engine, dispose } = await openTestSqlite()
      const store = createStore(engine)
      try {
        const saved = await store.saveCampaign(campaign)
        const row = await store.ensureSource(saved.campaign.id, harness.source.kind, harness.settings)
        const run = await collect()
        const { uri } = await harness.publish('Once #rethinkingintervention')
        await run.until(() => run.posts().length === 1)
        await harness.remove(uri)
        await run.until(() => run.removals().length === 1)
        for (const batch of [...run.batches, ...run.batches]) await store.recordBatch(row.id, batch)
        const page = await store.searchPosts({ campaignId: saved.campaign.id, words: '', limit: 10 })
        expect(page.posts.filter((post) => post.removedWhy === null)).toEqual([])
        expect(await store.listKnownIds(harness.source.kind, 'post')).toEqual([uri])
        const [stored] = await store.listSources(saved.campaign.id)
        expect(run.batches.map(({ cursor }) => cursor)).toContain(stored?.cursor)
      } finally {
        await dispose()
      }
    })
  })
}
