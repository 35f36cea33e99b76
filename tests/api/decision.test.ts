import { DecisionResult, QueuePage } from '@wall/api/wire/queue'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../support/wall/open-test-api.ts'

describe('moderation', () => {
  let api: TestApi
  let cookie: string

  beforeEach(async () => {
    api = await openTestApi()
    cookie = await api.signIn()
  })
  afterEach(() => api.dispose())

  const base = '/api/campaigns/test'
  const get = async (path: string) => (await api.request(`${base}${path}`, { headers: { cookie } })).json()
  const send = (path: string, body?: unknown) => api.send(`${base}${path}`, body, { cookie })

  test('a post is approved, filed elsewhere, and the decisions are taken back', async () => {
    const post = await api.addPost(1)
    const queue = QueuePage.parse(await get('/queue'))
    expect(queue).toMatchObject({
      counts: { pending: 1, approved: 0 },
      posts: [{ id: post.id, standing: 'pending' }],
    })

    const decision = { version: post.version, standing: 'approved', takeaway: 2 }
    const approved = DecisionResult.parse(await (await send(`/posts/${post.id}/decision`, decision)).json())
    expect(approved).toMatchObject({
      post: { standing: 'approved', takeaway: 2 },
      decision: { kind: 'approve', by: 'Ana' },
    })

    const filing = { version: approved.post.version, takeaway: 3 }
    const refiled = DecisionResult.parse(await (await send(`/posts/${post.id}/filing`, filing)).json())
    expect(refiled).toMatchObject({ post: { takeaway: 3 }, decision: { kind: 'refile' } })

    const undone = await send(`/decisions/${refiled.decision?.id}/undo`)
    expect(await undone.json()).toMatchObject({
      post: { takeaway: 2, standing: 'approved' },
      decision: { kind: 'undo' },
    })
    const { decisions } = await get(`/posts/${post.id}/decisions`)
    expect(decisions.map((one: { kind: string }) => one.kind).sort()).toEqual(['approve', 'refile', 'undo'])
  })

  test('who saw an older version is told, and nothing is overwritten', async () => {
    const post = await api.addPost(1)
    await send(`/posts/${post.id}/decision`, { version: post.version, standing: 'rejected' })
    const late = await send(`/posts/${post.id}/decision`, { version: post.version, standing: 'approved' })
    expect(late.status).toBe(409)
    expect(await get(`/posts/${post.id}`)).toMatchObject({ standing: 'rejected' })
  })

  test('the same decision twice is made once', async () => {
    const post = await api.addPost(1)
    const decision = { version: post.version, standing: 'approved' }
    await send(`/posts/${post.id}/decision`, decision)
    const again = await send(`/posts/${post.id}/decision`, decision)
    expect(await again.json()).toMatchObject({ decision: null, post: { standing: 'approved' } })
  })

  test.each([
    [{ version: 1, standing: 'published' }, 'standing'],
    [{ standing: 'approved' }, 'version'],
    [{ version: 1, standing: 'approved', userId: 'somebody else' }, ''],
    [{ version: 1, standing: 'approved', takeaway: 'two' }, 'takeaway'],
    [{ version: 1, standing: 'rejected', proposed: 2 }, ''],
    [{ version: 1, standing: 'approved', takeaway: 2, proposed: 2 }, ''],
  ])('%j is refused and the fault named', async (body, path) => {
    const post = await api.addPost(1)
    const answer = await send(`/posts/${post.id}/decision`, body)
    expect(answer.status).toBe(400)
    const { error } = await answer.json()
    expect(error).toMatchObject({ code: 'invalid', fields: [{ path }] })
  })

  test('a takeaway that does not exist and a post that does not are told apart', async () => {
    const post = await api.addPost(1)
    const decision = { version: post.version, standing: 'approved', takeaway: 98 }
    expect((await send(`/posts/${post.id}/decision`, decision)).status).toBe(400)
    expect((await send('/posts/999/decision', { version: 1, standing: 'approved' })).status).toBe(404)
    expect((await send('/decisions/999/undo')).status).toBe(404)
  })

  test('the team sees what came in and how sources are', async () => {
    await api.showPost(1, 2)
    await api.addPost(2)
    expect(await get('/team?days=366&offsetMinutes=-300')).toMatchObject({
      totals: { posts: 2, authors: 1, pending: 1, approved: 1, shown: 1 },
      sources: [{ kind: 'bluesky', isStale: true, lagMs: null, parts: [] }],
    })
  })
})
