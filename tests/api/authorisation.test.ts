import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi, testUrl } from '../support/wall/open-test-api.ts'

/** What anybody may ask for; every other route must refuse who isn't signed in. */
const open = new Set([
  'get /api/campaigns',
  'get /api/campaigns/{slug}',
  'get /api/campaigns/{slug}/wall',
  'get /api/campaigns/{slug}/posts',
  'get /api/campaigns/{slug}/events',
  'get /api/campaigns/{slug}/ideas',
  'get /api/session',
  'post /api/auth/sign-in/email',
  'post /api/auth/sign-out',
  'post /api/invitations/check',
  'post /api/invitations/accept',
  'get /media/{id}',
  'get /media/avatar/{id}',
])

const bodies: Record<string, unknown> = {
  '/api/campaigns/{slug}/posts/{id}/decision': { version: 1, standing: 'approved' },
  '/api/campaigns/{slug}/posts/{id}/filing': { version: 1, takeaway: 1 },
  '/api/campaigns/{slug}/filing/seeds': { version: 0, seeds: { takeaways: [], none: [] } },
  '/api/campaigns/{slug}/filing/measure': { seeds: { takeaways: [], none: [] } },
  '/api/campaigns/{slug}/posts/{id}/idea': { isIdea: true },
  '/api/campaigns/{slug}/posts/{id}/action': { action: 1 },
  '/api/campaigns/{slug}/ideas/{id}/name': { name: 'Home visits' },
  '/api/campaigns/{slug}/ideas/{id}/split': { postIds: [1] },
  '/api/campaigns/{slug}/ideas/{id}/posts': { postIds: [1] },
  '/api/campaigns/{slug}/idea-merges': { groupIds: [1, 2] },
  '/api/invitations': { role: 'moderator' },
}

describe('authorisation', () => {
  let api: TestApi

  beforeEach(async () => {
    api = await openTestApi()
  })
  afterEach(() => api.dispose())

  async function listClosed(): Promise<{ method: string; path: string; address: string }[]> {
    const document = await (await api.request('/api/openapi.json')).json()
    return Object.entries<Record<string, unknown>>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => !open.has(`${method} ${path}`))
        .map((method) => ({ method, path, address: path.replace('{slug}', 'test').replace('{id}', '1') })),
    )
  }

  test('every route that is not for everybody refuses who is not signed in', async () => {
    const post = await api.addPost(1)
    expect(post.id).toBe(1)
    const closed = await listClosed()
    expect(closed.length).toBeGreaterThanOrEqual(11)
    for (const { method, path, address } of closed) {
      for (const cookie of ['', 'wall.session_token=made.up']) {
        const answer =
          method === 'get'
            ? await api.request(address, { headers: { cookie } })
            : await api.send(address, bodies[path], { cookie, method: method.toUpperCase() })
        expect([method, path, answer.status]).toEqual([method, path, 401])
        expect((await answer.json()).error.code).toBe('unauthorized')
      }
    }
  })

  test('a stranger hears that first, whatever is wrong with what they sent', async () => {
    const origin = testUrl
    const type = 'application/json'
    const wrong: RequestInit[] = [
      { headers: { 'content-type': type, origin }, body: '{"no JSON' },
      { headers: { 'content-type': type, origin }, body: '{"unknown":[]}' },
      { headers: { 'content-type': type, origin }, body: `"${'x'.repeat(3_000_000)}"` },
      { headers: { 'content-type': 'text/plain', origin }, body: 'words' },
      { headers: { 'content-type': type }, body: '{}' },
    ]
    for (const { method, path, address } of await listClosed()) {
      const isRead = method === 'get'
      for (const [index, init] of (isRead ? [{}, {}] : wrong).entries()) {
        const asked =
          index === 0 ? address.replace('/1', '/no-number') : `${address}?limit=x&standing=x&offset=x`
        const answer = await api.request(asked, { ...init, method: method.toUpperCase() })
        expect([method, path, index, answer.status]).toEqual([method, path, index, 401])
        expect(await answer.text()).not.toContain('fields')
      }
    }
  })

  test('a moderator hears first that something is for administrators', async () => {
    const cookie = await api.signIn('moderator')
    expect((await api.send('/api/invitations', { role: 'queen' }, { cookie })).status).toBe(403)
    const seeds = { cookie, method: 'PUT' }
    expect((await api.send('/api/campaigns/test/filing/seeds', { seeds: 1 }, seeds)).status).toBe(403)
  })

  test('paths that only look alike lead nowhere', async () => {
    for (const path of [
      '/api//campaigns/test/queue',
      '/api/campaigns/test%2Fqueue',
      '/api/campaigns/test/queue/',
      '/API/campaigns/test/queue',
    ]) {
      const { status } = await api.request(path)
      expect([path, status]).not.toEqual([path, 200])
    }
  })

  test('a moderator may not invite, an administrator may', async () => {
    const moderator = await api.signIn('moderator')
    const admin = await api.signIn('admin')
    expect((await api.send('/api/invitations', { role: 'admin' }, { cookie: moderator })).status).toBe(403)
    const answer = await api.send('/api/invitations', { role: 'moderator' }, { cookie: admin })
    expect((await answer.json()).link).toMatch(/^http:\/\/wall\.test\/setup#[\w-]{43}$/)
  })

  test('a post of another campaign is not found through this one', async () => {
    const cookie = await api.signIn()
    const { campaign } = await api.store.saveCampaign({
      ...(await api.store.getCampaign('test')),
      slug: 'other',
    })
    expect(campaign.slug).toBe('other')
    const post = await api.addPost(1)
    expect((await api.request(`/api/campaigns/other/posts/${post.id}`, { headers: { cookie } })).status).toBe(
      404,
    )
    const decision = { version: post.version, standing: 'approved' }
    expect(
      (await api.send(`/api/campaigns/other/posts/${post.id}/decision`, decision, { cookie })).status,
    ).toBe(404)
  })
})
