import { TeamCampaignPage } from '@wall/api/wire/campaign'
import { CampaignContent } from '@wall/db/model/campaign'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEventStream } from '../support/wall/event-stream.ts'
import { openTestApi, type TestApi } from '../support/wall/open-test-api.ts'

const dayMs = 86_400_000
const secret = 'Rivers carry'

describe('a takeaway before its day', () => {
  let api: TestApi

  beforeEach(async () => {
    // A file's database goes by this process's clock, which a test can move.
    api = await openTestApi({ engine: 'SQLite' })
  })
  afterEach(() => api.dispose())

  const makeContent = (releasedOn: string) =>
    CampaignContent.parse({
      slug: 'test',
      name: 'Test campaign',
      hashtags: ['rethinkingintervention'],
      takeaways: [
        { number: 1, slug: 'one', title: 'One' },
        {
          ...{ number: 2, slug: 'rivers', title: `${secret} the title`, summary: `${secret} the summary` },
          ...{
            prompt: `${secret} the prompt`,
            hashtags: ['RiversCarry'],
            video: 'https://example.org/rivers',
          },
          actions: [{ text: `${secret} the action`, uses: ['time'] }],
          releasedOn,
        },
      ],
    })
  const tomorrow = () => new Date(api.clock.now() + dayMs).toISOString().slice(0, 10)
  const read = async (path: string, init?: RequestInit) => (await api.request(path, init)).text()

  test('is nowhere for the public: not on the wall, in pages, ideas, pictures, live news or the description', async () => {
    const media = [{ kind: 'image' as const, url: 'https://example.org/a.jpg', alt: '', width: 1, height: 1 }]
    const post = await api.showPost(1, 2, { media })
    const other = await api.showPost(2, 1, {
      authorId: 'did:plc:bo',
      uri: 'at://did:plc:bo/app.bsky.feed.post/2',
    })
    const origin = await api.listen()
    const stream = await openEventStream(`${origin}/api/campaigns/test/events`)
    await expect.poll(() => read('/api/campaigns/test/wall')).toContain('Takeaway 2')
    await api.store.saveCampaign(makeContent(tomorrow()))
    await expect.poll(() => stream.events.map(({ name }) => name)).toContain('gone')
    const told = [
      await read('/api/campaigns'),
      await read('/api/campaigns/test/wall'),
      await read('/api/campaigns/test/posts?takeaway=2'),
      await read('/api/campaigns/test/posts?takeaway=unfiled'),
      await read('/api/campaigns/test/ideas'),
      await read('/api/openapi.json'),
      stream.text(),
    ].join('\n')
    expect(told).not.toMatch(/rivers/i)
    expect(JSON.parse(await read('/api/campaigns/test/wall'))).toMatchObject({
      counts: { '1': 1 },
      posts: [{ id: other.id }],
      campaign: { takeaways: [{ number: 1 }] },
    })
    expect((await api.request(`/media/${post.media[0]?.id}`)).status).toBe(404)
    expect(await read('/api/campaigns/test/posts?takeaway=2')).toBe('{"posts":[],"next":null}')
    for (const path of ['/api/campaigns/test/team/campaign', '/api/campaigns/test/search.csv'])
      expect((await api.request(path)).status).toBe(401)
    stream.close()
  })

  test('is with the team all the time, marked as not released, and so are the posts under it', async () => {
    const cookie = await api.signIn()
    await api.store.saveCampaign(makeContent(tomorrow()))
    const post = await api.showPost(1, 2)
    const { campaign } = TeamCampaignPage.parse(
      JSON.parse(await read('/api/campaigns/test/team/campaign', { headers: { cookie } })),
    )
    expect(campaign.takeaways.map(({ number, isReleased }) => [number, isReleased])).toEqual([
      [1, true],
      [2, false],
    ])
    const seen = JSON.parse(await read(`/api/campaigns/test/posts/${post.id}`, { headers: { cookie } }))
    expect(seen).toMatchObject({ standing: 'approved', hiddenWhy: 'unreleased', takeaway: 2 })
    expect(await read('/api/campaigns/test/search.csv', { headers: { cookie } })).toContain(',2,approved,no,')
  })

  test('comes out by itself on every open wall, with its posts behind it, though nothing else happens', async () => {
    const untilMidnight = dayMs - (api.clock.now() % dayMs)
    const content = makeContent(tomorrow())
    await api.store.saveCampaign(content)
    const post = await api.showPost(1, 2)
    const origin = await api.listen()
    const cookie = await api.signIn()
    const wall = await openEventStream(`${origin}/api/campaigns/test/events`)
    const team = await openEventStream(`${origin}/api/campaigns/test/queue/events`, { cookie })
    await expect.poll(() => [wall, team].every(({ events }) => events.length > 0)).toBe(true)
    api.clock.skip(untilMidnight - 300)
    // The clock of a test jumps; the wall finds out with its next beat, or here, when the campaign changes.
    await api.store.saveCampaign({ ...content, about: 'It is late in the evening' })
    await expect
      .poll(() => wall.events.filter(({ name }) => name === 'post'), { timeout: 30_000 })
      .toHaveLength(1)
    const names = wall.events.map(({ name }) => name).filter((name) => name === 'campaign' || name === 'post')
    expect(names.slice(-2)).toEqual(['campaign', 'post'])
    expect(wall.events.findLast(({ name }) => name === 'campaign')?.data).toMatchObject({
      takeaways: [{ number: 1 }, { number: 2, title: `${secret} the title` }],
    })
    expect(wall.events.findLast(({ name }) => name === 'post')?.data).toMatchObject({ id: post.id })
    expect(team.events.findLast(({ name }) => name === 'campaign')?.data).toMatchObject({
      takeaways: [{ isReleased: true }, { isReleased: true }],
    })
    for (const stream of [wall, team]) stream.close()
  })
})
