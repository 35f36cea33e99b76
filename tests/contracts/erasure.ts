// Nothing that a database keeps may hold the words of a post that was taken back or rewritten.
import type { Filing } from '@wall/db/model/filing/filing'
import type { NewPost } from '@wall/db/model/post'
import { type Column, getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { describe, expect, test, vi } from 'vitest'
import { makePost } from '../support/database/posts.ts'
import { erasedColumns, withoutWords } from './erased-columns.ts'
import { actor, type OpenEngine, useStore } from './store-room.ts'

const secret = 'zzqsecretqzz'
const [ana, ben] = ['did:plc:ana', 'did:plc:ben']
const uriOf = (author: string, number: number) => `at://${author}/app.bsky.feed.post/${number}`

/** Run once an engine. */
export function describeErasure(name: string, open: OpenEngine): void {
  describe(`erasure on ${name}`, () => {
    const on = useStore(open)

    const versionOf = async (id: number) => (await on.store.findPosts([id]))[0]?.version ?? 0
    const refile = async (postId: number, takeaway: number) =>
      on.store.refile({
        campaignId: on.campaignId,
        postId,
        takeaway,
        actor,
        version: await versionOf(postId),
      })
    const decide = async (postId: number, standing: 'approved' | 'rejected' | 'pending') =>
      on.store.decide({
        campaignId: on.campaignId,
        postId,
        standing,
        actor,
        version: await versionOf(postId),
      })
    const verify = (post: NewPost, found: NewPost | null = post, isMatch = true) =>
      on.store.recordVerifications(
        on.campaignId,
        [
          {
            network: 'bluesky',
            uri: post.uri,
            post: found,
            labels: post.uri === told.uri && found === post ? [`label-${secret}`] : [],
            isMatch,
          },
        ],
        [],
        { now: on.now, recheckMs: 900_000 },
      )

    async function readIdeas(): Promise<void> {
      const unread = await on.store.listUnreadPosts(on.campaignId, 'i1', { limit: 9 })
      const readings = unread.map(({ id, cid, takeaway }) => ({
        ...{ postId: id, cid, takeaway, isIdea: true, ideaConfidence: 1, action: null, actionConfidence: 0 },
      }))
      await on.store.recordIdeaReadings(on.campaignId, 'i1', readings)
    }

    /** A reason and all beside it quote the post. */
    const quoting: Filing = {
      ...{ takeaway: 1, by: 'rule', confidence: 0.97, reason: `it says “${secret}”` },
      suggestions: [{ takeaway: 1, confidence: 0.97, words: [secret], against: [secret] }],
      signals: [{ takeaway: 1, kind: 'marker', written: secret, seen: `says “${secret}”`, confidence: 0.97 }],
    }
    const told = makePost({
      ...{
        uri: uriOf(ana, 1),
        text: `We pay for ${secret} planning.`,
        filing: quoting,
        selfLabels: [secret],
        lang: secret,
        link: `https://blog.example/${secret}`,
        checks: [{ check: 'adult_media', verdict: 'hold', labels: [secret] }],
      },
      body: [{ kind: 'text', text: `We pay for ${secret} planning.` }],
      card: { href: `https://example.org/${secret}`, title: secret },
      quote: { href: `https://bsky.app/profile/did:plc:x/post/${secret}` },
      media: [{ kind: 'image', url: `https://cdn.example/${secret}`, alt: secret, width: 1, height: 1 }],
      references: { replyTo: `at://${secret}`, replyRoot: `at://${secret}`, quoteOf: `at://${secret}` },
    })
    const other = makePost({ uri: uriOf(ben, 1), text: 'Paid planning time for all.' })

    /**
     * Two posts that went through all hands: decided to and fro, near each other, ideas of one group that a
     * person named in words of the first.
     */
    async function live(): Promise<void> {
      await on.record({ posts: [told, other] })
      await verify(told)
      await verify(other)
      const author = { network: 'bluesky', networkId: ana, handle: `${secret}.test`, displayName: secret }
      await on.record({ authorChanges: [{ ...author, avatarUrl: `https://cdn.example/a/${secret}` }] })
      const claim = await on.store.claimFilings(on.campaignId, 'm1', {
        limit: 9,
        leaseMs: 60_000,
        owner: 'w',
      })
      const filings = claim.posts.map(({ id, version }) => ({
        ...{ postId: id, version },
        filing: {
          ...(id === 1 ? quoting : other.filing),
          near: [{ takeaway: 1, postId: id === 1 ? 2 : 1, text: `We pay for ${secret}` }],
        },
      }))
      await on.store.recordFilings(on.campaignId, claim, 'm1', filings)
      await decide(1, 'approved')
      const refiled = await refile(1, 2)
      await on.store.undo({ campaignId: on.campaignId, decisionId: refiled.decision?.id ?? 0, actor })
      const opinion = { judge: 'j', judgement: { takeaway: 2, confidence: 0.9, reason: secret } }
      await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: told.cid }, opinion)
      const examples = [told.text, 'Ours, about the first of all']
      const seeds = {
        takeaways: [{ id: 1, examples, keywords: ['planning'] }],
        none: [told.text, 'Nothing of it'],
      }
      await on.store.saveSeeds({ campaignId: on.campaignId, version: 0, seeds, userId: actor.id })
      await on.store.saveEmbeddings('e', [{ postId: 1, cid: told.cid, vector: new Float32Array([1, 2]) }])
      await readIdeas()
      const name = { name: `${secret} planning`, postId: 1 }
      await on.store.saveIdeaGroups(on.campaignId, [{ id: null, takeaway: 1, postIds: [1], name }])
      for (const given of [`Pay for ${secret}`, 'For planning', `${secret}!`])
        await on.store.renameIdeaGroup({ campaignId: on.campaignId, actor, groupId: 1, name: given })
    }
    async function listColumnsWith(words: string): Promise<string[]> {
      const found = new Set<string>()
      for (const table of Object.values<PgTable>(on.engine.tables)) {
        const columns: Record<string, Column> = getTableColumns(table)
        for (const row of await on.engine.reader.select().from(table))
          for (const [key, value] of Object.entries(row))
            if (JSON.stringify(value)?.includes(words))
              found.add(`${getTableName(table)}.${columns[key]?.name}`)
      }
      return [...found].sort()
    }
    const expectNoTraces = (words = secret) =>
      vi.waitFor(async () => expect(await on.findTraces(words)).toEqual([]), {
        timeout: 30_000,
        interval: 100,
      })

    const deletion = { network: 'bluesky', uri: told.uri, rev: '3z', why: 'deleted' as const }
    const ways: [string, () => Promise<unknown>][] = [
      ['deleted', () => on.record({ removals: [deletion] })],
      ['no longer tagged', () => verify(told, { ...told, cid: 'cid-2' }, false)],
      [
        'of an account that is gone',
        () => on.record({ authorChanges: [{ network: 'bluesky', networkId: ana, standing: 'gone' }] }),
      ],
      [
        'missing for good',
        async () => {
          for (let attempt = 0; attempt < 20; attempt += 1) {
            await verify(other)
            await verify(told, null)
          }
        },
      ],
    ]
    test.each(ways)('the words of a post that is %s stand nowhere', async (_, erase) => {
      await live()
      expect(await listColumnsWith(secret)).toEqual(
        erasedColumns.filter((column) => !withoutWords.includes(column)).sort(),
      )
      await erase()
      await expectNoTraces()
      // Nobody can decide about words that are not there, not even as it stands.
      for (const standing of ['approved', 'rejected'] as const)
        await expect(decide(1, standing)).rejects.toMatchObject({ code: 'conflict' })
      expect(await on.store.listDecisions(on.campaignId, 1)).toHaveLength(3)
      expect(await on.store.readEmbeddings('e', [1])).toEqual(new Map())
    })

    const rewritten = makePost({ uri: told.uri, cid: 'cid-2', rev: '3b', text: 'Other words.' })
    const edits: [string, () => Promise<unknown>][] = [
      ['the stream', () => on.record({ posts: [rewritten] })],
      ['a look-up', () => verify(told, rewritten)],
    ]
    test.each(edits)('the words of a post that %s told to be rewritten stand nowhere', async (_, rewrite) => {
      await live()
      // The account's name is not of the post.
      const plain = { handle: 'ana.test', displayName: 'Ana', avatarUrl: null }
      await on.record({ authorChanges: [{ network: 'bluesky', networkId: ana, ...plain }] })
      await rewrite()
      await verify(told, rewritten)
      await expectNoTraces()
      expect((await on.store.findPosts([1]))[0]).toMatchObject({ text: 'Other words.', standing: 'pending' })
    })

    test('a group gets no name from words that were rewritten while it was planned', async () => {
      await on.record({ posts: [told] })
      await readIdeas()
      const save = async (words: string) => {
        const name = { name: words, postId: 1 }
        await on.store.saveIdeaGroups(on.campaignId, [{ id: null, takeaway: 1, postIds: [1], name }])
        return (await on.store.listIdeaGroups(on.campaignId)).map((group) => group.name)
      }
      await on.record({ posts: [{ ...rewritten, filing: told.filing }] })
      expect(await save(`${secret} planning`)).toEqual([null])
      await readIdeas()
      expect(await save('Other words')).toEqual(['Other words'])
    })

    test('lines of the team’s own, and such as many would write, stay in the seeds', async () => {
      await live()
      await on.record({ removals: [deletion] })
      const saved = await on.store.readSeeds(on.campaignId)
      const examples = ['Ours, about the first of all']
      expect(saved?.seeds.takeaways).toEqual([{ id: 1, examples, keywords: ['planning'] }])
      expect(saved?.seeds.none).toEqual(['Nothing of it'])
      expect(saved?.version).toBe(2)
    })

    test('a name by hand stays while somebody else in the group says it, and when nobody’s post does', async () => {
      const texts = ['We need paid planning time.', 'Give us paid planning time!', 'More of the same']
      const posts = texts.map((text, index) =>
        makePost({ uri: uriOf(index < 1 ? ana : ben, index + 1), text }),
      )
      await on.record({ posts })
      await readIdeas()
      await on.store.saveIdeaGroups(on.campaignId, [
        { id: null, takeaway: null, postIds: [1, 2, 3], name: null },
      ])
      const nameOf = async () => (await on.store.listIdeaGroups(on.campaignId))[0]?.name
      const rename = (name: string) =>
        on.store.renameIdeaGroup({ campaignId: on.campaignId, actor, groupId: 1, name })
      const remove = (author: string, number: number) =>
        on.record({ removals: [{ ...deletion, uri: uriOf(author, number) }] })

      await rename('Paid planning time')
      await rename('Hours that are ours')
      await remove(ana, 1)
      expect(await nameOf()).toBe('Hours that are ours')
      await rename('Paid planning time')
      await remove(ben, 2)
      expect(await nameOf()).toBeNull()
      await rename('Hours that are ours')
      await remove(ben, 3)
      await expectNoTraces('lanning')
    })

    const together: [string, () => Promise<unknown>][] = [
      [
        'taken back in one batch',
        () => on.record({ removals: [1, 2].map((number) => ({ ...deletion, uri: uriOf(ana, number) })) }),
      ],
      [
        'of an account that is gone',
        () => on.record({ authorChanges: [{ network: 'bluesky', networkId: ana, standing: 'gone' }] }),
      ],
    ]
    test.each(together)('a name by hand in words of several posts goes when all are %s', async (_, erase) => {
      const texts = [`We need ${secret} time.`, `Give us ${secret} time!`, 'More of the same']
      const posts = texts.map((text, index) =>
        makePost({ uri: uriOf(index < 2 ? ana : ben, index + 1), text }),
      )
      await on.record({ posts })
      await readIdeas()
      await on.store.saveIdeaGroups(on.campaignId, [
        { id: null, takeaway: null, postIds: [1, 2, 3], name: null },
      ])
      await on.store.renameIdeaGroup({ campaignId: on.campaignId, actor, groupId: 1, name: `${secret} time` })
      await on.store.renameIdeaGroup({
        campaignId: on.campaignId,
        actor,
        groupId: 1,
        name: `${secret} time!`,
      })
      await erase()
      await expectNoTraces()
      expect((await on.store.listIdeaGroups(on.campaignId)).map(({ name }) => name)).toEqual([null])
    })
  })
}
