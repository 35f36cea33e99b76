// `pnpm start` and `pnpm demo` as people meet them: what the terminal says, what stops, what stays.
import { join } from 'node:path'
import { startAppViewServer } from '@wall/workers/demo/network/appview-server'
import { startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import BetterSqlite3 from 'better-sqlite3'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { startDemo } from '../support/demo.ts'
import { makeDataDir } from '../support/installation.ts'
import { findFreePort, isRunning, type Launched, launch, listChildren } from '../support/launcher.ts'
import { ana, signUpFirst } from '../support/moderator-client.ts'
import { makeNetworkPost } from '../support/network-posts.ts'
import { createPages } from '../support/pages.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe('with no network that can be reached', () => {
  const folder = makeDataDir()
  let port: number
  let url: string
  let setupLink: string
  let running: Launched
  beforeAll(async () => {
    port = await findFreePort()
    url = `http://localhost:${port}`
  })
  afterAll(async () => {
    await running?.stop()
    folder.remove()
  })

  test('it starts, says in words what it cannot reach and when it tries again, and serves the wall', async () => {
    running = launch(await makeLonelyEnv())
    await running.says(/bluesky stream: cannot be reached \(.+\); next try at .*\d:\d\d/)
    await running.says(/Logs: \S+/)
    for (const [name, path] of Object.entries({ wall: '/', screen: '/screen', moderate: '/moderate' }))
      expect(running.output()).toMatch(new RegExp(`${name}\\s+${url}${path}\\n`))
    setupLink = (await running.says(/http\S+\/setup#\S+/))[0]

    const pages = createPages(browser, () => url)
    const page = await pages.open('/')
    await page.getByText('Waiting for the first answer').first().waitFor()
    await pages.close()
  })

  test('the setup link makes the first administrator, once', async () => {
    const pages = createPages(browser, () => url)
    const page = await pages.open(new URL(setupLink).pathname + new URL(setupLink).hash)
    await page.getByLabel('Name').fill(ana.name)
    await page.getByLabel('E-mail').fill(ana.email)
    await page.getByLabel('Password', { exact: true }).fill(ana.password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/moderate')
    await page.getByText('All done').first().waitFor()

    const later = await pages.open(new URL(setupLink).pathname + new URL(setupLink).hash)
    await later.getByText('This link is used or has expired').waitFor()
    await pages.close()
    await expect(signUpFirst(() => url, setupLink)).rejects.toThrow('404')
  })

  test('a process that crashes is started again, and it is said', async () => {
    const pid = running.child.pid ?? 0
    for (const [name, file] of Object.entries({ workers: 'workers/main.ts', api: 'api/main.ts' })) {
      const found = (await listChildren(pid)).find(({ command }) => command.includes(file))
      expect(found, file).toBeDefined()
      process.kill(found?.pid ?? 0, 'SIGKILL')
      await running.says(new RegExp(`${name} stopped \\(SIGKILL\\); it starts again in 1 s\\.`))
      await running.says(new RegExp(`${name} runs again\\.`))
    }
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect((await listChildren(pid)).map(({ command }) => command).join()).toMatch(
      /(workers.*api|api.*workers)\/main\.ts/,
    )
  })

  test('a second copy on the same port ends with a sentence', async () => {
    const other = makeDataDir()
    const second = launch({ ...(await makeLonelyEnv()), DATA_DIR: other.dataDir })
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain(`Port ${port} is taken. Stop the program that uses it`)
    expect(await listChildren(second.child.pid ?? 0)).toEqual([])
    other.remove()
  })

  test('Ctrl-C stops all of it within five seconds, with an open stream, and leaves nothing running', {
    timeout: 20_000,
  }, async () => {
    const children = await listChildren(running.child.pid ?? 0)
    expect(children.length).toBeGreaterThanOrEqual(2)
    const stream = await fetch(`${url}/api/campaigns/rethinking-intervention/events`)
    expect(stream.status).toBe(200)
    const askedAt = Date.now()
    expect(await running.stop('SIGINT')).toBe(0)
    expect(Date.now() - askedAt).toBeLessThan(5500)
    await stream.body?.cancel().catch(() => undefined)
    expect(children.filter(({ pid }) => isRunning(pid))).toEqual([])
    await expect(fetch(url)).rejects.toThrow()
  })

  test('the next start keeps what was there: accounts, settings, and no second setup link', async () => {
    running = launch(await makeLonelyEnv())
    await running.says(/Logs: \S+/)
    expect(running.output()).not.toContain('/setup#')
    const answer = await fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'takeaway-wall', origin: url },
      body: JSON.stringify({ email: ana.email, password: ana.password }),
    })
    expect(answer.status).toBe(200)
    expect(await running.stop('SIGTERM')).toBe(0)
  })

  test('a database of a newer version is left alone, with a sentence', async () => {
    const database = new BetterSqlite3(join(folder.dataDir, 'wall.sqlite'))
    database.prepare("INSERT INTO migration VALUES ('9999-later', 'hash', 0)").run()
    database.close()
    const started = launch(await makeLonelyEnv())
    expect(await started.ended).toBe(1)
    expect(started.output()).toContain('This database was made by a newer version of the program')
    expect(started.output()).not.toMatch(/at .*\.ts:\d+/)
  })

  /** Every address in it is one where nobody listens. */
  async function makeLonelyEnv(): Promise<Record<string, string>> {
    const nobody = `127.0.0.1:${await findFreePort()}`
    return {
      PORT: String(port),
      DATA_DIR: folder.dataDir,
      JETSTREAM_URLS: `ws://${nobody}`,
      BLUESKY_APPVIEW: `http://${nobody}`,
      BLUESKY_CDN: `http://${nobody}`,
    }
  }
})

test('all faults of the environment are told at once, and nothing is started', async () => {
  const folder = makeDataDir()
  const started = launch({
    DATA_DIR: folder.dataDir,
    PORT: 'eighty',
    PUBLIC_URL: 'not an address',
    AUTH_SECRET: 'short',
    LOG_LEVEL: 'loud',
    RECHECK_MINUTES: 'often',
    JETSTREAM_URLS: 'nowhere',
  })
  expect(await started.ended).toBe(1)
  const said = started.output()
  for (const name of ['PORT', 'PUBLIC_URL', 'AUTH_SECRET', 'LOG_LEVEL', 'RECHECK_MINUTES', 'JETSTREAM_URLS'])
    expect(said.match(new RegExp(`\\b${name}\\b`, 'g')), name).toHaveLength(1)
  expect(said).not.toMatch(/at .*\.ts:\d+/)
  folder.remove()
})

test('posts that were collected are there after the next start, and none is collected twice', async () => {
  const folder = makeDataDir()
  const appview = await startAppViewServer()
  const jetstream = await startJetstreamServer()
  const port = await findFreePort()
  const env = {
    PORT: String(port),
    DATA_DIR: folder.dataDir,
    JETSTREAM_URLS: jetstream.origin,
    BLUESKY_APPVIEW: appview.url,
    BLUESKY_CDN: appview.url,
  }
  const url = `http://localhost:${port}`
  const tell = (number: number) => {
    const { news } = makeNetworkPost(number)
    appview.repository.apply(news)
    jetstream.emit(news)
  }

  const first = launch(env)
  const [setupLink] = await first.says(/http\S+\/setup#\S+/)
  const admin = await signUpFirst(() => url, setupLink)
  const countWaiting = async () => (await admin.listQueue('pending')).counts.pending
  await jetstream.waitForSubscribers(1)
  tell(1)
  tell(2)
  await expect.poll(countWaiting, { timeout: 20_000 }).toBe(2)
  expect(await first.stop()).toBe(0)

  tell(3)
  const second = launch(env)
  await second.says(/Logs: \S+/)
  await expect.poll(countWaiting, { timeout: 20_000 }).toBe(3)
  expect(await second.stop()).toBe(0)
  await jetstream.close()
  await appview.close()
  folder.remove()
})

test('the demo opens with approved posts, and its link signs in', { timeout: 120_000 }, async () => {
  const demo = await startDemo()
  try {
    const pages = createPages(browser, () => demo.url)
    const wall = await pages.open('/')
    await wall.getByRole('article').first().waitFor()
    expect(await wall.getByRole('article').count()).toBeGreaterThan(20)
    const link = new URL(demo.signInLink)
    const desk = await pages.open(link.pathname + link.hash)
    await desk.waitForURL('**/moderate')
    await desk.getByRole('button', { name: 'Approve', exact: true }).waitFor()
    expect(desk.url()).not.toContain('demo=')
    // The demo itself still approves its opening posts: a key for one of those is stopped, and the next one counts.
    const approveOne = async () => {
      await desk.keyboard.press('a')
      return desk.getByText('Approved. Now: ').count()
    }
    await expect.poll(approveOne, { timeout: 20_000, interval: 300 }).toBe(1)
    await pages.close()
  } finally {
    expect(await demo.stop()).toBe(0)
  }
})

test('the demo empties only its own folder', async () => {
  const folder = makeDataDir()
  const database = new BetterSqlite3(join(folder.dataDir, 'wall.sqlite'))
  database.exec('CREATE TABLE precious (x)')
  database.close()
  const started = launch({ DATA_DIR: folder.dataDir }, ['--demo'])
  expect(await started.ended).toBe(1)
  expect(started.output()).toContain('Give DATA_DIR another')
  const kept = new BetterSqlite3(join(folder.dataDir, 'wall.sqlite'), { readonly: true })
  expect(kept.prepare('SELECT count(*) FROM precious').pluck().get()).toBe(0)
  kept.close()
  folder.remove()
})
