// `pnpm start` as people meet it: what the terminal says, what stops, what stays.
import { startAppViewServer } from '@wall/workers/demo/network/appview-server'
import { startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser/browser.ts'
import { createPages } from '../support/browser/pages.ts'
import { findFreePort } from '../support/free-port.ts'
import { makeNetworkPost } from '../support/network/network-posts.ts'
import { type Home, makeHome } from '../support/wall/home.ts'
import { makeDataDir } from '../support/wall/installation.ts'
import { isRunning, type Launched, launch, listChildren } from '../support/wall/launcher.ts'
import { ana, signUpFirst } from '../support/wall/moderator-client.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe('with no network that can be reached', () => {
  let home: Home
  let port: number
  let url: string
  let setupLink: string
  let running: Launched
  beforeAll(async () => {
    home = await makeHome()
    port = await findFreePort()
    url = `http://localhost:${port}`
    await home.startPeer(await makeLonelyEnv())
  })
  afterAll(async () => {
    await running?.stop()
    await home?.remove()
  })

  test('it starts, says in words what it cannot reach and when it tries again, and serves the wall', async () => {
    running = launch(await makeLonelyEnv())
    await running.says(/bluesky stream: cannot be reached \(.+\); next try at .*\d:\d\d/)
    await running.says(/Logs: \S+/)
    for (const [name, path] of Object.entries({
      wall: '/',
      screen: '/screen',
      moderate: '/moderate',
      filing: '/filing',
    }))
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

  test('Ctrl-C stops all of it in order, with an open stream, and leaves nothing running', {
    timeout: 30_000,
  }, async () => {
    const children = await listChildren(running.child.pid ?? 0)
    expect(children.length).toBeGreaterThanOrEqual(2)
    const stream = await fetch(`${url}/api/campaigns/rethinking-intervention/events`)
    expect(stream.status).toBe(200)
    // Whoever does not stop by itself is killed after five seconds, and its streams are cut.
    const streamed = stream.text().then(
      () => 'ended',
      () => 'cut',
    )
    expect(await running.stop('SIGINT')).toBe(0)
    expect(await streamed).toBe('ended')
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

  test('whoever stops the program that ran it (npx, pnpm), however, stops all of it', async () => {
    running = launch(await makeLonelyEnv(), [], 'pnpm start')
    await running.says(/Logs: \S+/)
    const [launcher] = await listChildren(running.child.pid ?? 0)
    const children = [...(await listChildren(launcher?.pid ?? 0)), launcher].flatMap((one) => one?.pid ?? [])
    expect(children.length).toBeGreaterThanOrEqual(3)
    running.child.kill('SIGKILL')
    await expect.poll(() => children.filter(isRunning), { timeout: 30_000 }).toEqual([])
    await expect(fetch(url)).rejects.toThrow()
  })

  test('a database of a newer version is left alone, with a sentence', async () => {
    await home.markAsNewer()
    const started = launch(await makeLonelyEnv())
    expect(await started.ended).toBe(1)
    expect(started.output()).toContain('This database was made by a newer version of the program')
    expect(started.output()).not.toMatch(/at .*\.ts:\d+/)
  })

  /** Every address in it is one where nobody listens. */
  async function makeLonelyEnv(): Promise<Record<string, string>> {
    const nobody = `127.0.0.1:${await findFreePort()}`
    return {
      ...home.env,
      PORT: String(port),
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
  const home = await makeHome()
  const appview = await startAppViewServer()
  const jetstream = await startJetstreamServer()
  const port = await findFreePort()
  const env = {
    ...home.env,
    PORT: String(port),
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

  await home.startPeer(env)
  const first = launch(env)
  const [setupLink] = await first.says(/http\S+\/setup#\S+/)
  const admin = await signUpFirst(() => url, setupLink)
  const countWaiting = async () => (await admin.listQueue('pending')).counts.pending
  await jetstream.waitForSubscribers(1)
  tell(1)
  tell(2)
  await expect.poll(countWaiting, { timeout: 30_000 }).toBe(2)
  expect(await first.stop()).toBe(0)

  tell(3)
  const second = launch(env)
  await second.says(/Logs: \S+/)
  await expect.poll(countWaiting, { timeout: 30_000 }).toBe(3)
  expect(await second.stop()).toBe(0)
  await home.remove()
  await jetstream.close()
  await appview.close()
})
