import type { IdeaChangeResult, ShownIdeas, TeamIdeas } from '@wall/api/wire/idea'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openTestApi, type TestApi } from '../support/wall/open-test-api.ts'

const base = '/api/campaigns/test'

describe('ideas', () => {
  let api: TestApi
  let cookie: string
  let reads: number

  beforeEach(async () => {
    reads = 0
    api = await openTestApi({
      wrapStore: (store) => ({
        ...store,
        listShownIdeas: (...order) => {
          reads += 1
          return store.listShownIdeas(...order)
        },
      }),
    })
    cookie = await api.signIn()
    for (const number of [1, 2, 3]) await api.addPost(number)
    const { id: campaignId } = await api.store.getCampaign('test')
    const posts = await api.store.listUnreadPosts(campaignId, 'm1', { limit: 10 })
    await api.store.recordIdeaReadings(
      campaignId,
      'm1',
      posts.map(({ id, cid, takeaway }) => ({
        ...{ postId: id, cid, takeaway, isIdea: true, ideaConfidence: 0.9 },
        ...{ action: null, actionConfidence: 0 },
      })),
    )
    const takeaway = posts[0]?.takeaway ?? null
    await api.store.saveIdeaGroups(campaignId, [
      { id: null, takeaway, name: { name: 'Home visits', postId: 1 }, postIds: [1, 2] },
      { id: null, takeaway, name: { name: '=SUM(A1)', postId: 3 }, postIds: [3] },
    ])
  })
  afterEach(() => api.dispose())

  const read = async <T>(path: string): Promise<T> =>
    (await (await api.request(`${base}${path}`, { headers: { cookie } })).json()) as T
  const order = (path: string, body?: unknown) => api.send(`${base}${path}`, body, { cookie })

  test('are listed for the team, and everybody sees none while all of them wait', async () => {
    const { groups } = await read<TeamIdeas>('/team/ideas')
    expect(groups.map(({ name, posts, shownPosts }) => ({ name, posts, shownPosts }))).toEqual(
      expect.arrayContaining([{ name: 'Home visits', posts: 2, shownPosts: 0 }]),
    )
    const shown = (await (await api.request(`${base}/ideas`)).json()) as ShownIdeas
    expect(shown.groups).toEqual([])
  })

  test('are read once for many strangers, and anew at once when a post leaves the wall', async () => {
    const readShown = async () => (await (await api.request(`${base}/ideas`)).json()) as ShownIdeas
    const [post] = await api.store.findPosts([3])
    if (!post) throw new Error('there is no such post')
    await api.decide(post, 'approved', post.filing.takeaway)
    await vi.waitFor(async () => expect((await readShown()).groups).toHaveLength(1), 30_000)
    const before = reads
    await Promise.all(Array.from({ length: 20 }, readShown))
    // One more at most, when the log told of the approval only now.
    expect(reads).toBeLessThanOrEqual(before + 1)
    await api.removePost(post)
    await vi.waitFor(async () => expect((await readShown()).groups).toEqual([]), 30_000)
  })

  test('are named, parted, put together and taken back', async () => {
    const find = async (name: string) =>
      (await read<TeamIdeas>('/team/ideas')).groups.find((group) => group.name === name)?.id ?? 0
    const group = await find('Home visits')
    expect((await order(`/ideas/${group}/name`, { name: 'Visits' })).status).toBe(200)
    const parted = (await (await order(`/ideas/${group}/split`, { postIds: [2] })).json()) as IdeaChangeResult
    const merged = await order('/idea-merges', { groupIds: [group, parted.groupId] })
    const { changeId } = (await merged.json()) as IdeaChangeResult
    expect(await read(`/ideas/${group}/posts`)).toMatchObject({
      posts: expect.objectContaining({ length: 2 }),
    })
    expect((await order(`/idea-changes/${changeId}/undo`)).status).toBe(200)
    expect((await order(`/idea-changes/${changeId}/undo`)).status).toBe(409)
    expect(await find('Visits')).toBe(group)
  })

  test('what makes no sense is refused in words', async () => {
    for (const [path, body, status] of [
      ['/ideas/999/name', { name: 'x' }, 404],
      ['/ideas/1/name', { name: 'x'.repeat(121) }, 400],
      ['/idea-merges', { groupIds: [] }, 400],
      ['/ideas/1/split', { postIds: ['one'] }, 400],
      ['/posts/999/idea', { isIdea: true }, 404],
      ['/posts/1/action', { action: 0 }, 400],
    ] as const) {
      const answer = await order(path, body)
      expect([path, answer.status]).toEqual([path, status])
      expect((await answer.json()).error.message).toMatch(/\w/)
    }
  })

  test('leave as a table that no spreadsheet takes for formulas', async () => {
    const answer = await api.request(`${base}/team/ideas.csv`, { headers: { cookie } })
    const text = await answer.text()
    expect(answer.headers.get('content-disposition')).toContain('test-ideas.csv')
    expect(text.split('\r\n')).toHaveLength(5)
    expect(text).toContain(`'=SUM(A1)`)
  })
})
