import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { AppError } from '@wall/db/model/error'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../support/wall/open-test-api.ts'

describe('health', () => {
  let api: TestApi
  let isFull = false
  let fault: Error
  let writes = 0
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  const token = 'sixteen-characters'

  beforeEach(async () => {
    isFull = false
    fault = full
    writes = 0
    api = await openTestApi({
      metricsToken: token,
      wrapStore: (store) => ({
        ...store,
        checkWritable() {
          writes += 1
          return isFull
            ? Promise.reject(new AppError('unavailable', 'The disk is full.', { cause: fault }))
            : store.checkWritable()
        },
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

  test('on a full disk, or a locked database, the team page says so itself: a worker that can not write can not tell', async () => {
    const cookie = await api.signIn()
    const read = async () => {
      const path = '/api/campaigns/test/team?days=7&offsetMinutes=0'
      const overview = await (await api.request(path, { headers: { cookie } })).json()
      return overview.sources[0].parts
    }
    expect(await read()).toEqual([])
    // To ask is to write: once for all that read it.
    await Promise.all([read(), read(), read()])
    expect(writes).toBe(1)
    isFull = true
    api.clock.skip(15_000)
    expect(await read()).toMatchObject([{ name: 'storage', state: 'waiting', problem: 'disk_full' }])
    fault = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })
    api.clock.skip(15_000)
    expect(await read()).toMatchObject([{ name: 'storage', problem: 'locked', detail: null }])
  })

  test('while it stops it is not ready', async () => {
    api.hub.stop()
    expect((await api.request('/readyz')).status).toBe(503)
  })

  test('the metrics count answers, faults and streams', async () => {
    await api.request('/api/nowhere')
    await api.request('/api/campaigns')
    await api.request('/api/campaigns/test/wall')
    const text = await (await fetch(`${await api.listen()}/metrics`)).text()
    expect(text).toContain('wall_faults_total{code="not_found"} 1')
    expect(text).toMatch(/wall_http_requests_total\{status="200"\} \d/)
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
  })
  test('the metrics are told on this machine, and elsewhere to who has the token', async () => {
    const origin = await api.listen()
    const ask = async (headers: Record<string, string>) => {
      const answer = await fetch(`${origin}/metrics`, { headers })
      return [answer.status, (await answer.text()).includes('wall_streams')]
    }
    expect(await ask({})).toEqual([200, true])
    for (const name of ['x-forwarded-for', 'x-forwarded-proto', 'forwarded', 'x-real-ip', 'via'])
      expect(await ask({ [name]: '127.0.0.1' }), name).toEqual([403, false])
    expect(await ask({ via: '1.1 proxy', authorization: `Bearer ${token}` })).toEqual([200, true])
    expect(await ask({ via: '1.1 proxy', authorization: `Bearer ${token}x` })).toEqual([403, false])
    // A proxy that hands on the host alone.
    expect(await askByName(origin, 'wall.example.org')).toBe(403)
    for (const name of ['localhost:3000', '127.0.0.1', '[::1]:3000'])
      expect(await askByName(origin, name), name).toBe(200)
    expect((await api.request('/metrics')).status).toBe(403)
    expect((await api.request('/metrics', { headers: { authorization: `Bearer ${token}` } })).status).toBe(
      200,
    )
  })
})

async function askByName(origin: string, host: string): Promise<number | undefined> {
  const [answer]: IncomingMessage[] = await once(get(`${origin}/metrics`, { headers: { host } }), 'response')
  answer?.resume()
  return answer?.statusCode
}
