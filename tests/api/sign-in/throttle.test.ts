import { join } from 'node:path'
import { createThrottle } from '@wall/api/sign-in/throttle'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTestApi, password, type TestApi } from '../../support/wall/open-test-api.ts'

let api: TestApi
beforeEach(async () => {
  api = await openTestApi({ engine: 'SQLite' })
})
afterEach(() => api.dispose())

const attempt = { email: 'ana@example.org', address: '192.0.2.1' }

/** A throttle whose database is away for what `isAway` says. */
function createShaky(isAway: (method: string, key: string) => boolean) {
  const over = <T>(method: string, key: string, run: () => Promise<T>) =>
    isAway(method, key) ? Promise.reject(new AppError('unavailable', 'It is away.')) : run()
  const { store } = api
  const shaky: Parameters<typeof createThrottle>[0] = {
    countTry: (key, limit) => over('countTry', key, () => store.countTry(key, limit)),
    forgetTries: (key) => over('forgetTries', key, () => store.forgetTries(key)),
    takeBackTry: (key) => over('takeBackTry', key, () => store.takeBackTry(key)),
  } satisfies Partial<Store>
  return createThrottle(shaky)
}

async function useUp(throttle: ReturnType<typeof createThrottle>): Promise<void> {
  for (let count = 0; count < 10; count += 1) await throttle.begin(attempt)
  await expect(throttle.begin(attempt)).rejects.toMatchObject({ code: 'rate_limited' })
}

test('a sign-in that breaks off because the database can not be used is held against nobody', async () => {
  await api.signIn()
  const signIn = async () =>
    (await api.send('/api/auth/sign-in/email', { email: 'moderator@example.org', password })).status
  const file = new BetterSqlite3(join(api.dataDir, 'wall.sqlite'))
  file.exec('ALTER TABLE session RENAME TO session_away')
  for (let count = 0; count < 12; count += 1) expect(await signIn()).toBeGreaterThanOrEqual(500)
  file.exec('ALTER TABLE session_away RENAME TO session')
  file.close()
  expect(await signIn()).toBe(200)
})

test('what can not be taken back while the database is away is taken back soon after', async () => {
  let isAway = false
  const throttle = createShaky(() => isAway)
  await useUp(throttle)
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  try {
    isAway = true
    await throttle.takeBack(attempt)
    isAway = false
    await vi.advanceTimersByTimeAsync(1_000)
    await expect.poll(() => throttle.begin(attempt).then(() => 'counted', String)).toBe('counted')
  } finally {
    vi.useRealTimers()
  }
})

test('a try that is counted for the network and not for the account is no try', async () => {
  let isAway = true
  const throttle = createShaky((method, key) => isAway && method === 'countTry' && key.startsWith('account'))
  for (let count = 0; count < 12; count += 1)
    await expect(throttle.begin(attempt)).rejects.toMatchObject({ code: 'unavailable' })
  isAway = false
  await useUp(throttle)
})
