import { readAuthorDid, readPostUri } from '@wall/workers/demo/addresses'
import { type NetworkEvent, readUri } from '@wall/workers/demo/network/network-event'
import { createRepository } from '@wall/workers/demo/network/repository'
import { createPlayer } from '@wall/workers/demo/player'
import { laterPosts, openingPosts } from '@wall/workers/demo/sample-data'
import { expect, test } from 'vitest'

const startAt = Date.UTC(2026, 2, 1)

function play(steps: number, maxVariations?: number) {
  const repository = createRepository()
  const events: NetworkEvent[] = []
  let clock = startAt
  const publish = (event: NetworkEvent, seenAt: number) => {
    repository.apply(event, seenAt)
    events.push(event)
  }
  const player = createPlayer({ publish, now: () => clock, ...(maxVariations ? { maxVariations } : {}) })
  player.introduceAuthors()
  player.playOpening()
  for (let step = 0; step < steps; step += 1) {
    clock += 4000
    player.playNext()
  }
  return { repository, events }
}

test('the opening posts are weeks old and seen by the network when they were written', () => {
  const { repository } = play(0)
  const posts = repository.listPosts()
  expect(posts).toHaveLength(openingPosts.length)
  for (const post of posts) expect(new Date(post.indexedAt).toISOString()).toBe(post.record.createdAt)
  const ages = posts.map((post) => startAt - post.indexedAt)
  expect(Math.max(...ages)).toBeGreaterThan(30 * 86_400_000)
  expect(Math.min(...ages)).toBeGreaterThan(0)
})

test('in the course of the script one post changes, two vanish, one author opts out and one account goes', () => {
  const { repository, events } = play(laterPosts.length)
  const find = (id: string) => {
    const post = [...openingPosts, ...laterPosts].find((each) => each.id === id)
    return post && repository.findPost(readPostUri(post))
  }
  expect(String(find('o33')?.record.text)).toContain('Edit: we now do it in person')
  expect([find('o17'), find('l027'), find('o16')]).toEqual([undefined, undefined, undefined])
  expect(repository.findAccount(readAuthorDid('ngozi'))?.profile?.record.labels).toMatchObject({
    values: [{ val: '!no-unauthenticated' }],
  })
  expect(repository.findAccount(readAuthorDid('rivera'))).toBeUndefined()
  const updates = events.filter((event) => event.kind === 'commit' && event.operation === 'update')
  expect(updates).toHaveLength(2)
  expect(find('l023')?.record.reply).toMatchObject({
    parent: { uri: find('o21')?.uri, cid: find('o21')?.cid },
  })
  expect(find('l035')?.record.embed).toMatchObject({ record: { uri: find('o31')?.uri } })
})

test('afterwards it goes on with new addresses, within the limit of length, and keeps no more than it should', () => {
  const { repository, events } = play(laterPosts.length + 600, 100)
  const creates = events.filter(
    (event) =>
      event.kind === 'commit' && event.operation === 'create' && event.collection === 'app.bsky.feed.post',
  )
  const variations = creates.slice(openingPosts.length + laterPosts.length)
  expect(variations).toHaveLength(600)
  const uris = creates.map((event) => (event.kind === 'commit' ? readUri(event) : ''))
  expect(new Set(uris).size).toBe(uris.length)
  const texts = variations.map((event) =>
    event.kind === 'commit' && event.operation === 'create' ? String(event.record.text) : '',
  )
  for (const text of texts) {
    expect([...new Intl.Segmenter().segment(text)].length).toBeLessThanOrEqual(300)
    expect(text.match(/[#＃]rethinkingintervention/gi)).toHaveLength(1)
  }
  expect(new Set(texts).size).toBeGreaterThan(450)
  const gone = [readAuthorDid('ngozi'), readAuthorDid('rivera')]
  expect(variations.filter((event) => gone.includes(event.did))).toEqual([])
  expect(repository.listPosts().length).toBeLessThan(openingPosts.length + laterPosts.length + 101)
})

test('revisions only rise', () => {
  const { events } = play(50)
  const revs = events.flatMap((event) => (event.kind === 'commit' ? [event.rev] : []))
  expect(revs).toEqual([...revs].sort())
  expect(new Set(revs).size).toBe(revs.length)
})
