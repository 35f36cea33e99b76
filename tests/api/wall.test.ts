import { WallPage, WallSnapshot } from '@wall/api/wire/wall'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { madeUp } from '../support/database/posts.ts'
import { openTestApi, type TestApi } from '../support/wall/open-test-api.ts'

describe('the wall', () => {
  let api: TestApi

  beforeEach(async () => {
    api = await openTestApi()
  })
  afterEach(() => api.dispose())

  const readWall = async () =>
    WallSnapshot.parse(await (await api.request('/api/campaigns/test/wall')).json())
  const readIds = async () => (await readWall()).posts.map((post) => post.id)

  test('the snapshot holds approved posts, and only those', async () => {
    const shown = await api.showPost(1)
    await api.addPost(2)
    await api.decide(await api.addPost(3), 'rejected')
    await api.decide(await api.addPost(4), 'stashed')
    await expect.poll(readIds).toEqual([shown.id])
    const { campaign, counts, seq } = await readWall()
    expect(campaign.slug).toBe('test')
    expect(counts).toMatchObject({ '1': 1 })
    expect(seq).toBe(await api.store.lastSeq(api.campaignId))
  })

  test('campaigns that strangers make up cost the database one question a second; a new one is found after it', async () => {
    let questions = 0
    const count =
      <Args extends unknown[], Answer>(read: (...args: Args) => Answer) =>
      (...args: Args) => {
        questions += 1
        return read(...args)
      }
    const watched = await openTestApi({
      wrapStore: (store) => ({
        ...store,
        getCampaign: count(store.getCampaign),
        listCampaigns: count(store.listCampaigns),
      }),
    })
    try {
      questions = 0
      for (const path of ['ideas', 'wall', 'posts?takeaway=1']) {
        const asked = Array.from({ length: 20 }, (_, number) =>
          watched.request(`/api/campaigns/made-up-${number}/${path}`),
        )
        const answers = await Promise.all(asked)
        expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 404))
      }
      const known = await watched.store.getCampaign('test')
      await watched.store.saveCampaign({ ...known, slug: 'made-up-1' })
      expect(questions).toBe(2)
      watched.clock.skip(1000)
      expect((await watched.request('/api/campaigns/made-up-1/wall')).status).toBe(200)
    } finally {
      await watched.dispose()
    }
  })

  test('a public post carries nothing that is for moderators', async () => {
    await api.showPost(1)
    await expect.poll(readIds).toHaveLength(1)
    const body = await (await api.request('/api/campaigns/test/wall')).json()
    expect(Object.keys(body.posts[0]).sort()).toEqual(
      [
        'author',
        'body',
        'card',
        'createdAt',
        'dir',
        'id',
        'lang',
        'link',
        'media',
        'network',
        'quote',
        'sortAt',
        'takeaway',
      ].sort(),
    )
    expect(body.posts[0].author).toEqual({
      name: 'Ana',
      handle: 'ana.test',
      avatar: null,
      link: 'https://social.example/profile/did:plc:ana',
    })
  })

  test('the campaign says what its networks are called, and where an answer is written', async () => {
    const [network, ...others] = (await readWall()).campaign.networks
    expect(others).toEqual([])
    expect(network).toMatchObject({
      name: { en: 'Made Up', es: 'Inventada' },
      tag: 'https://social.example/tag/rethinkingintervention',
      compose: 'https://social.example/compose?text=%23rethinkingintervention%20',
    })
  })

  test('a network that is called otherwise, or has no pages, is told on the open wall', async () => {
    await api.showPost(1)
    const network = { ...madeUp, links: { author: null, tag: null, compose: null } }
    const seq = await api.store.lastSeq(api.campaignId)
    await api.store.ensureSource(api.campaignId, 'bluesky', {}, { network })
    await expect.poll(async () => (await readWall()).campaign.networks).toMatchObject([{ tag: null }])
    const [post] = (await readWall()).posts
    expect(post?.author.link).toBe(post?.link)
    expect(await api.store.eventsAfter(api.campaignId, seq, 9)).toMatchObject([{ kind: 'campaign_changed' }])
    await api.store.ensureSource(api.campaignId, 'bluesky', {}, { network })
    expect(await api.store.lastSeq(api.campaignId)).toBe(seq + 1)
  })

  test('a GIF is its still, shown as what it is; without one it stays a link', async () => {
    const card = { href: 'https://media.tenor.com/abc/cat.gif', title: 'A cat claps', isGif: true }
    const still = {
      kind: 'image',
      url: 'https://cdn.example/1',
      alt: 'A cat claps',
      width: 498,
      height: 280,
    } as const
    await api.showPost(1, 1, { card, media: [still] })
    await api.showPost(2, 1, { card })
    await expect.poll(readIds).toHaveLength(2)
    const { posts } = await readWall()
    expect(posts[1]).toMatchObject({
      card: null,
      media: [{ kind: 'gif', alt: 'A cat claps', src: expect.stringMatching(/^\/media\//) }],
    })
    expect(posts[0]).toMatchObject({ media: [], card: { host: 'media.tenor.com', title: 'A cat claps' } })
  })

  test('an unchanged snapshot is answered with 304, a changed one is not', async () => {
    const post = await api.showPost(1)
    await expect.poll(readIds).toHaveLength(1)
    const first = await api.request('/api/campaigns/test/wall')
    const etag = first.headers.get('etag') ?? ''
    const again = () => api.request('/api/campaigns/test/wall', { headers: { 'if-none-match': etag } })
    expect((await again()).status).toBe(304)
    expect(first.headers.get('cache-control')).toBe('no-cache')
    await api.removePost(post)
    await expect.poll(async () => (await again()).status).toBe(200)
    expect(await readIds()).toEqual([])
  })

  test('older posts come page by page', async () => {
    const ids: number[] = []
    for (let number = 1; number <= 5; number += 1) ids.unshift((await api.showPost(number, 2)).id)
    const found: number[] = []
    let before = ''
    for (let page = 0; page < 3; page += 1) {
      const answer = await api.request(`/api/campaigns/test/posts?takeaway=2&limit=2${before}`)
      const { posts, next } = WallPage.parse(await answer.json())
      found.push(...posts.map((post) => post.id))
      before = `&before=${next}`
      if (next === null) break
    }
    expect(found).toEqual(ids)
  })

  test('unfiled is a place of its own', async () => {
    const post = await api.showPost(1, null)
    const answer = await api.request('/api/campaigns/test/posts?takeaway=unfiled')
    expect((await answer.json()).posts).toMatchObject([{ id: post.id, takeaway: null }])
  })

  test('a campaign that does not exist is not found', async () => {
    for (const path of ['wall', 'posts?takeaway=1']) {
      expect((await api.request(`/api/campaigns/nobody/${path}`)).status).toBe(404)
    }
    expect(await (await api.request('/api/campaigns')).json()).toEqual({
      campaigns: [{ slug: 'test', name: 'Test campaign' }],
    })
  })

  test('a room of 400 phones behind one address opens the wall at once, and nobody is refused', async () => {
    const statuses = new Set<number>()
    const env = { incoming: { socket: { remoteAddress: '203.0.113.7' } } }
    const paths = [
      'campaigns',
      'campaigns/test/wall',
      'campaigns/test/ideas',
      'campaigns/test/posts?takeaway=1',
    ]
    const openWall = () => Promise.all(paths.map((path) => api.app.request(`/api/${path}`, {}, env)))
    for (let phones = 0; phones < 400; phones += 100) {
      const answers = await Promise.all(Array.from({ length: 100 }, openWall))
      for (const { status } of answers.flat()) statuses.add(status)
    }
    expect([...statuses]).toEqual([200])
  })
})
