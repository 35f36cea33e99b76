import { openPostgres } from '@wall/db/engines/postgres'
import { CampaignContent } from '@wall/db/model/campaign'
import { createStore } from '@wall/db/store/create-store'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startOldPostgres } from '../../support/database/old-postgres.ts'
import { makePostgresDatabase, type TestDatabase } from '../../support/database/postgres-database.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await makePostgresDatabase()
})
afterEach(() => database.drop())

const content = CampaignContent.parse({ slug: 'test', name: 'Test', hashtags: ['tag'], takeaways: [] })

test('a server that is too old is refused by its version, one that is just new enough is not', async () => {
  for (const [version, number, sentence] of [
    [
      '14.19 (Debian 14.19-1)',
      140_019,
      'PostgreSQL 14.19 (Debian 14.19-1) is too old: 15 or newer is needed.',
    ],
    ['9.6.24', 90_624, 'PostgreSQL 9.6.24 is too old: 15 or newer is needed.'],
    // It is asked on, what it can not answer.
    ['15.0', 150_000, expect.not.stringContaining('too old')],
  ] as const) {
    const server = await startOldPostgres(version, number)
    const opening = openPostgres({ url: `postgres://ana:secret@127.0.0.1:${server.port}/wall` })
    await expect(opening).rejects.toMatchObject({ message: sentence })
    if (number < 150_000) await expect(opening).rejects.toMatchObject({ code: 'unavailable' })
    await server.close()
  }
})

test('who waits in vain for one of our own connections is told that they are all busy', async () => {
  const engine = await openPostgres({ url: database.url, poolSize: 2 })
  const held = Promise.withResolvers<void>()
  const isHeld = Promise.withResolvers<void>()
  const holding = engine.transaction(async () => {
    isHeld.resolve()
    await held.promise
  })
  await isHeld.promise
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const refused = expect(createStore(engine).saveCampaign(content)).rejects.toMatchObject({
      ...{ code: 'unavailable', message: expect.stringContaining('keeps all our connections busy') },
    })
    await vi.advanceTimersByTimeAsync(5_000)
    await refused
  } finally {
    vi.useRealTimers()
  }
  held.resolve()
  await holding
  expect((await createStore(engine).saveCampaign(content)).outcome).toBe('created')
  await engine.close()
})

test('a connection that the server ends as idle, in the moment that it is used again, is replaced without a fault', async () => {
  await database.administer(`ALTER DATABASE ${database.name} SET idle_session_timeout = '100ms'`)
  const engine = await openPostgres({ url: database.url })
  const store = createStore(engine)
  await store.saveCampaign(content)
  // Nothing is heard of the server meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)
  expect((await store.saveCampaign({ ...content, name: 'Renamed' })).outcome).toBe('changed')
  await engine.close()
})
