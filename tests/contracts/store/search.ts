// What search finds, in every script, and what it has to forget.
import { readMigrations } from '@wall/db/migrate'
import { type SQL, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { makePost } from '../../support/database/posts.ts'
import { type OpenEngine, uri, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeSearch(name: string, open: OpenEngine): void {
  describe(`search on ${name}`, () => {
    const on = useStore(open)

    test('search folds case and accents, takes the last word as a beginning, and forgets erased words', async () => {
      await on.fill(3)
      const find = async (words: string) =>
        (await on.store.searchPosts({ campaignId: on.campaignId, words, limit: 10 })).posts.map(
          (post) => post.id,
        )
      expect(await find('CAFE number')).toEqual([3, 2, 1])
      expect(await find('2 caf')).toEqual([3])
      expect(await find('"* OR (')).toEqual([])
      expect(await find('!?')).toEqual([])
      expect(await find('')).toHaveLength(3)
      await on.record({ removals: [{ network: 'bluesky', uri: `${uri}2`, rev: '3z', why: 'deleted' }] })
      expect(await find('café')).toEqual([2, 1])
    })

    test('search counts to a thousand, and says that there are more', async () => {
      const posts = Array.from({ length: 1_001 }, (_, index) =>
        makePost({ uri: `${uri}${index}`, text: index === 0 ? 'Apart' : 'Alike' }),
      )
      const count = async (words: string) => {
        const { total, isMore } = await on.store.searchPosts({ campaignId: on.campaignId, words, limit: 1 })
        return [total, isMore]
      }
      await on.record({ posts })
      expect(await count('alike')).toEqual([1_000, false])
      expect(await count('')).toEqual([1_000, true])
      expect(await count('apart')).toEqual([1, false])
    })

    test('search finds words of scripts without spaces wherever they stand', async () => {
      const texts = [
        '先生と生徒の信頼関係が大切です。ICTの活用も。',
        '师生之间的信任关系很重要',
        'ความสัมพันธ์ระหว่างครูกับนักเรียนสำคัญมาก',
        'ទំនាក់ទំនងរវាងគ្រូនិងសិស្សមានសារៈសំខាន់',
        'ຄວາມສຳພັນລະຫວ່າງຄູກັບນັກຮຽນ',
        'ဆရာနှင့်ကျောင်းသားများ၏ဆက်ဆံရေး',
        `${'あいうえおかきくけこ'.repeat(12)}関係`,
        '信じて頼る、関わる係',
      ]
      await on.record({
        posts: texts.map((text, index) =>
          makePost({ uri: `${uri}${index + 1}`, text, sortAt: 1_700_000_000_000 + index }),
        ),
      })
      const find = async (words: string) =>
        (await on.store.searchPosts({ campaignId: on.campaignId, words, limit: 10 })).posts.map(
          (post) => post.id,
        )
      expect(await find('信頼関係')).toEqual([1])
      expect(await find('関係')).toEqual([7, 1])
      expect(await find('信頼 生徒')).toEqual([1])
      expect(await find('ict')).toEqual([1])
      expect(await find('ICTの活')).toEqual([1])
      expect(await find('关系')).toEqual([2])
      expect(await find('ครู')).toEqual([3])
      expect(await find('គ្រូ')).toEqual([4])
      expect(await find('ນັກຮຽນ')).toEqual([5])
      expect(await find('ကျောင်းသား')).toEqual([6])
      expect(await find('頼信')).toEqual([])
      await on.record({ removals: [{ network: 'bluesky', uri: `${uri}1`, rev: '3z', why: 'deleted' }] })
      expect(await find('信頼関係')).toEqual([])
    })

    test('search finds what an older version stored, words without spaces and people', async () => {
      await on.record({
        posts: [
          makePost({ uri: `${uri}1`, text: '先生と生徒の信頼関係が大切です。ICTの活用も。' }),
          makePost({ uri: `${uri}2`, text: 'Names first' }),
        ],
        authorChanges: [
          {
            network: 'bluesky',
            networkId: 'did:plc:ana',
            handle: 'ana-ruiz.bsky.social',
            displayName: 'Ana R',
          },
        ],
      })
      const { engine } = on
      const migration = readMigrations(engine.kind).find((file) => file.name === '0012-search')
      await engine.transaction(async ({ db }) => {
        const run = (text: string) =>
          'run' in db
            ? (db as { run(text: SQL): Promise<unknown> }).run(sql.raw(text))
            : db.execute(sql.raw(text))
        await run("UPDATE post SET words = '先生と生徒の信頼関係か大切てす ictの活用も' WHERE id = 1")
        await run('DROP INDEX IF EXISTS author_names')
        await run('ALTER TABLE author DROP COLUMN words')
        for (const statement of migration?.sql.split(/;\n/).filter((text) => text.trim() !== '') ?? [])
          await run(statement)
      })
      const find = async (words: string) =>
        (await on.store.searchPosts({ campaignId: on.campaignId, words, limit: 10 })).posts
          .map((post) => post.id)
          .sort()
      expect(await find('信頼関係')).toEqual([1])
      expect(await find('活用')).toEqual([1])
      expect(await find('first')).toEqual([2])
      expect(await find('ruiz')).toEqual([1, 2])
    })

    test('search finds people by names and handles, whole or in part, until they are erased', async () => {
      const people = [
        { did: 'did:plc:layla', handle: 'laylahaddad.bsky.social', displayName: 'Layla Haddád' },
        { did: 'did:plc:mona', handle: 'mona.school.example', displayName: '山田 モナ' },
      ]
      const ids = ['did:plc:layla', 'did:plc:mona', 'did:plc:other'].map((did, index) => ({
        uri: `at://${did}/app.bsky.feed.post/${index + 1}`,
        text: index === 2 ? 'Layla told me of social time' : 'We meet in the hall',
        sortAt: 1_700_000_000_000 + index,
      }))
      await on.record({
        posts: ids.map((one) => makePost(one)),
        authorChanges: people.map(({ did, ...rest }) => ({ network: 'bluesky', networkId: did, ...rest })),
      })
      const find = async (words: string) =>
        (await on.store.searchPosts({ campaignId: on.campaignId, words, limit: 10 })).posts.map(
          (post) => post.id,
        )
      expect(await find('layla')).toEqual([3, 1])
      for (const words of [
        'haddad',
        'Haddád',
        '@layla haddad',
        '@laylahaddad.bsky.social',
        '@laylah…',
        'ylahad',
      ])
        expect(await find(words), words).toEqual([1])
      expect(await find('layla hall')).toEqual([1])
      expect(await find('layla told')).toEqual([3])
      expect(await find('山田')).toEqual([2])
      expect(await find('mona.school')).toEqual([2])
      // The end of a handle that many share is nobody's name.
      expect(await find('social')).toEqual([3])
      await on.record({
        authorChanges: [
          { network: 'bluesky', networkId: 'did:plc:layla', displayName: 'Someone', handle: null },
        ],
      })
      expect(await find('haddad')).toEqual([])
      await on.record({
        removals: [{ network: 'bluesky', uri: ids[1]?.uri ?? '', rev: '3z', why: 'deleted' }],
      })
      expect(await find('山田')).toEqual([])
    })
  })
}
