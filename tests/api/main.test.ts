// The true process, as the launcher starts it.
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEventStream } from '../support/wall/event-stream.ts'
import { makeDataDir, startProcess } from '../support/wall/installation.ts'
import { signUpFirst } from '../support/wall/moderator-client.ts'

describe('the api process', () => {
  let folder: ReturnType<typeof makeDataDir>

  beforeEach(() => {
    folder = makeDataDir()
  })
  afterEach(() => folder.remove())

  // A campaign's file is read by workers, and here are none.
  const start = (env: Record<string, string> = {}) =>
    startProcess('api', { dataDir: folder.dataDir, env: { CAMPAIGN_FILE: '', ...env } })

  test('tells its address and the first administrator’s link, and stops when asked, streams and all', async () => {
    const api = await start()
    const { url, setupLink } = api.ready as { url: string; setupLink: string }
    expect(setupLink).toMatch(new RegExp(`^${url}/setup#[\\w-]{43}$`))
    const origin = url.replace('localhost', '127.0.0.1')
    const stream = await openEventStream(`${origin}/api/campaigns/rethinking-intervention/events`)
    // Not 1, which it ends with where streams hold it up.
    expect(await api.stop('SIGTERM')).toBe(0)
    await stream.ended
    expect(stream.text().match(/retry: /g)).toHaveLength(2)
    expect(api.output()).not.toContain(setupLink.split('#')[1])
  })

  test('stops when its parent goes', async () => {
    const api = await start()
    const ended = new Promise((resolve) => api.child.once('exit', resolve))
    api.child.disconnect()
    expect(await ended).toBe(0)
  })

  test('a taken port, a wrong setting and a foreign database each end in one sentence', async () => {
    const first = await start()
    const { port } = new URL(String(first.ready.url))
    await expect(start({ PORT: port })).rejects.toThrow(
      `Port ${port} is taken. Stop the program that uses it`,
    )
    await first.stop()
    await expect(start({ PORT: 'x', HOST: '???' })).rejects.toThrow(/PORT is .*HOST is /s)
    writeFileSync(
      join(folder.dataDir, 'wall.sqlite'),
      'this is no database, but it is long enough to be looked at',
    )
    await expect(start()).rejects.toThrow('is not a database of this program')
  })

  test('kill -9 costs nobody their session, and the secret stays the owner’s', async () => {
    const first = await start()
    const origin = (api: typeof first) => String(api.ready.url).replace('localhost', '127.0.0.1')
    const { cookie } = await signUpFirst(() => origin(first), String(first.ready.setupLink))
    await first.stop('SIGKILL')
    const second = await start()
    const session = await fetch(`${origin(second)}/api/session`, { headers: { cookie } })
    expect(await session.json()).toMatchObject({ user: { role: 'admin' } })
    expect(second.ready.setupLink).toBeNull()
    expect(statSync(join(folder.dataDir, 'secret')).mode & 0o777).toBe(0o600)
    expect(await second.stop()).toBe(0)
  })
})
