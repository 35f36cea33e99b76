import { ErrorBody } from '@wall/api/wire/error'
import { ourMark } from '@wall/api/wire/mark'
import { AppError } from '@wall/db/model/error'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi, testUrl } from '../support/wall/open-test-api.ts'

describe('errors', () => {
  let api: TestApi
  let fault: Error | undefined

  beforeEach(async () => {
    fault = undefined
    api = await openTestApi({
      wrapStore: (store) => ({
        ...store,
        listCampaigns: () => (fault ? Promise.reject(fault) : store.listCampaigns()),
      }),
    })
  })
  afterEach(() => api.dispose())

  const readError = async (answer: Response) => ({
    status: answer.status,
    ...ErrorBody.parse(await answer.json()).error,
  })

  test('an internal error is logged, and its text never leaves', async () => {
    fault = new Error('password=hunter2 in SELECT * FROM user')
    const answer = await readError(await api.request('/api/campaigns'))
    expect(answer).toMatchObject({ status: 500, code: 'internal' })
    expect(answer.message).not.toContain('SELECT')
    expect(api.logged.join('')).toContain('SELECT * FROM user')
  })

  test('what the database says of itself is passed on, without its cause', async () => {
    fault = new AppError('unavailable', 'The disk is full: make room.', { cause: new Error('SQLITE_FULL') })
    const answer = await api.request('/api/campaigns')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await readError(answer)).toEqual({
      status: 503,
      code: 'unavailable',
      message: 'The disk is full: make room.',
    })
    expect(api.logged.join('')).not.toContain('SQLITE_FULL')
  })

  test('every answer carries the security headers, errors too', async () => {
    for (const path of [
      '/api/campaigns',
      '/api/nowhere',
      '/api/campaigns/nobody/wall',
      '/api/campaigns/test/wall',
      '/api/campaigns/test/queue',
    ]) {
      const { headers } = await api.request(path)
      expect([path, Object.fromEntries(headers)]).toMatchObject([
        path,
        {
          'content-security-policy': expect.stringContaining("default-src 'none'"),
          'cross-origin-resource-policy': 'same-origin',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
          [ourMark]: '1',
        },
      ])
      expect(headers.get('strict-transport-security')).toBeNull()
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test.each([
    ['half of a JSON', '{"token":'],
    ['a list', '[]'],
    ['nothing', ''],
    ['null', 'null'],
  ])('%s as a body is `invalid`', async (_, body) => {
    const headers = { 'content-type': 'application/json', origin: testUrl }
    const answer = await api.request('/api/invitations/check', { method: 'POST', headers, body })
    expect(await readError(answer)).toMatchObject({ status: 400, code: 'invalid' })
  })

  test('a body beyond 64 KB is refused', async () => {
    const answer = await api.send('/api/invitations/check', { token: 'x'.repeat(70_000) })
    expect(await readError(answer)).toMatchObject({
      status: 400,
      message: 'This is too large: send at most 64 KB.',
    })
  })

  test('input faults name their fields', async () => {
    const order = { token: 'x'.repeat(43), name: ' ', email: 'nobody', password: 'short' }
    const { fields } = await readError(await api.send('/api/invitations/accept', order))
    expect(fields?.map(({ path }) => path).sort()).toEqual(['email', 'name', 'password'])
  })

  test('an address that is not there answers JSON below /api and /media', async () => {
    for (const path of ['/api', '/api/nowhere', '/media', '/media/1/2']) {
      expect(await readError(await api.request(path))).toMatchObject({ status: 404, code: 'not_found' })
    }
  })
})
