import { AppError } from '@wall/db/model/error'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../support/open-test-api.ts'

describe('health', () => {
  let api: TestApi
  let isFull = false

  beforeEach(async () => {
    isFull = false
    api = await openTestApi({
      wrapStore: (store) => ({
        ...store,
        checkWritable: () =>
          isFull ? Promise.reject(new AppError('unavailable', 'The disk is full.')) : store.checkWritable(),
      }),
    })
  })
  afterEach(() => api.dispose())

  test('a healthy server says that it is alive and ready', async () => {
    expect((await api.request('/healthz')).status).toBe(200)
    expect(await (await api.request('/readyz')).json()).toEqual({ status: 'ready', reasons: [] })
  })

  test('what keeps it from serving is said in words, and it stays alive', async () => {
    isFull = true
    const answer = await api.request('/readyz')
    expect(answer.status).toBe(503)
    expect((await answer.json()).reasons).toEqual(['The disk is full.'])
    expect((await api.request('/healthz')).status).toBe(200)
  })

  test('while it stops it is not ready', async () => {
    api.hub.stop()
    expect((await api.request('/readyz')).status).toBe(503)
  })

  test('the metrics count answers, faults and streams', async () => {
    await api.request('/api/nowhere')
    await api.request('/api/campaigns')
    await api.request('/api/campaigns/test/wall')
    const text = await (await api.request('/metrics')).text()
    expect(text).toContain('wall_faults_total{code="not_found"} 1')
    expect(text).toMatch(/wall_http_requests_total\{status="200"\} \d/)
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
  })
})
