import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi, testUrl } from '../support/wall/open-test-api.ts'

describe('forged requests', () => {
  let api: TestApi
  let cookie: string

  beforeEach(async () => {
    api = await openTestApi()
    cookie = await api.signIn('admin')
  })
  afterEach(() => api.dispose())

  const invite = (headers: Record<string, string>) =>
    api.request('/api/invitations', {
      method: 'POST',
      headers: { cookie, ...headers },
      body: '{"role":"moderator"}',
    })
  const json = { 'content-type': 'application/json' }

  test.each([
    ['from our own page', { ...json, origin: testUrl }],
    ['by a script of ours', { ...json, 'x-requested-with': 'takeaway-wall' }],
    ['by the browser’s own word', { ...json, 'sec-fetch-site': 'same-origin' }],
    ['with a charset', { 'content-type': 'application/json; charset=utf-8', origin: testUrl }],
  ])('a request %s is taken', async (_, headers) => {
    expect((await invite(headers)).status).toBe(200)
  })

  test.each([
    ['another origin', { ...json, origin: 'https://evil.example' }],
    ['a null origin', { ...json, origin: 'null' }],
    [
      'another origin that sets our header',
      { ...json, origin: 'https://evil.example', 'x-requested-with': 'x' },
    ],
    ['another port of our host', { ...json, origin: 'http://wall.test:81' }],
    [
      'another site by the browser’s word',
      { ...json, 'sec-fetch-site': 'cross-site', 'x-requested-with': 'x' },
    ],
    ['a sibling host', { ...json, 'sec-fetch-site': 'same-site' }],
    ['nothing that tells where it is from', json],
    ['a foreign host name', { ...json, 'x-requested-with': 'x', host: 'rebound.example' }],
  ])('a request with %s is refused', async (_, headers) => {
    const answer = await invite(headers)
    expect(answer.status).toBe(403)
    expect((await answer.json()).error.code).toBe('forbidden')
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a form’s body (%s) is refused',
    async (type) => {
      expect((await invite({ 'content-type': type, origin: testUrl })).status).toBe(400)
    },
  )

  test('nothing changes on GET', async () => {
    expect((await api.request('/api/auth/sign-out', { headers: { cookie } })).status).toBe(404)
    expect((await (await api.request('/api/session', { headers: { cookie } })).json()).user).not.toBeNull()
  })
})
