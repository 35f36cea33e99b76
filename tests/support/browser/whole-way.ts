// The main job, whole: a post written with the real client on a real PDS is collected, filed, approved in a
// browser, and stands on an open wall within a second; its author deletes it, and it is gone.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNetwork, type TestNetwork } from '../network/network.ts'
import type { Member } from '../network/network-member.ts'
import type { RunningProcess } from '../wall/installation.ts'
import { launchBrowser } from './browser.ts'
import { seeSettled } from './moderators-room.ts'

/**
 * What collects, decides and shows; where there are several api processes, the moderator and the wall use
 * different ones.
 */
export interface Nodes {
  deskUrl: string
  wallUrl: string
  setupLink: string
  processes: RunningProcess[]
}

/**
 * Declares the tests of the main job. `start` runs the processes with these settings; `stop` ends them and
 * clears up.
 */
export function testWholeWay(
  start: (env: Record<string, string>) => Promise<Nodes>,
  stop: () => Promise<void> | undefined,
): void {
  let network: TestNetwork
  let ana: Member
  let nodes: Nodes
  let browser: Browser

  beforeAll(async () => {
    network = await startTestNetwork()
    ana = await network.createAccount('ana')
    await ana.setProfile({ displayName: 'Ana Duarte' })
    nodes = await start({
      JETSTREAM_URLS: network.jetstream.url('v2'),
      BLUESKY_APPVIEW: network.appview.url,
      BLUESKY_CDN: network.appview.url,
      MEDIA_ALLOW_ORIGINS: network.appview.url,
    })
    await network.jetstream.waitForSubscribers(1)
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await stop()
    await network?.close()
  })

  async function signIn(): Promise<Page> {
    const desk = await open(nodes.deskUrl, '/sign-in?then=/moderate')
    await desk.getByLabel('E-mail').fill('ben@example.org')
    await desk.getByLabel('Password', { exact: true }).fill('four plain words together')
    await desk.keyboard.press('Enter')
    await desk.waitForURL((address) => address.pathname === '/moderate')
    return desk
  }

  async function open(url: string, path: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' })
    const page = await context.newPage()
    const foreign: string[] = []
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (protocol.startsWith('http') && origin !== new URL(url).origin) foreign.push(request.url())
    })
    page.on('close', () => expect(foreign).toEqual([]))
    await page.goto(new URL(path, url).href)
    return page
  }

  test('a post goes the whole way, from the network to the screen and away again', {
    timeout: 120_000,
  }, async () => {
    const desk = await open(nodes.deskUrl, nodes.setupLink)
    await desk.getByLabel('Name').fill('Ben')
    await desk.getByLabel('E-mail').fill('ben@example.org')
    await desk.getByLabel('Password', { exact: true }).fill('four plain words together')
    await desk.keyboard.press('Enter')
    await desk.waitForURL((address) => address.pathname === '/moderate')

    const wall = await open(nodes.wallUrl, '/')
    await wall.getByText('Live', { exact: true }).waitFor()
    const screen = await open(nodes.wallUrl, '/screen')
    await screen.getByText('Waiting for the first answer').waitFor()

    const words = 'Learn every name before the first quiz.'
    const { uri } = await ana.post(`Takeaway 1: ${words} #rethinkingintervention`)
    const waiting = desk.getByRole('article').filter({ hasText: words })
    await waiting.waitFor()
    await desk.getByText('it says “Takeaway 1”').waitFor()
    await desk.getByText('Ana Duarte').first().waitFor()

    await seeSettled(desk)
    await desk.keyboard.press('a')
    const shown = wall.getByRole('article').filter({ hasText: words })
    await shown.waitFor()
    expect(await shown.getByText('Ana Duarte').count()).toBeGreaterThan(0)
    await screen.getByText(words).first().waitFor()

    // Where answers stand already, a new one waits until the reader asks: nothing moves under their eyes.
    await ana.post('Takeaway 1: and every name again after the break. #rethinkingintervention')
    await desk.getByRole('article').filter({ hasText: 'again after the break' }).waitFor()
    await seeSettled(desk)
    await desk.keyboard.press('a')
    await wall.getByRole('button', { name: 'Show 1 new answer' }).click()
    await wall.getByRole('article').filter({ hasText: 'again after the break' }).waitFor()

    await ana.remove(uri)
    await shown.waitFor({ state: 'detached' })
    await screen.getByText(words).first().waitFor({ state: 'detached' })
    const snapshot = await fetch(new URL('/api/campaigns/rethinking-intervention/wall', nodes.wallUrl))
    expect(await snapshot.text()).not.toContain(words)
    expect(network.errors).toEqual([])
    for (const { output } of nodes.processes) expect(output()).not.toContain(words)
  })

  test('a picture comes through us, re-encoded, and goes with its post', { timeout: 60_000 }, async () => {
    const sharp = (await import('sharp')).default
    const jpeg = await sharp({ create: { width: 320, height: 200, channels: 3, background: '#8d5406' } })
      .jpeg()
      .toBuffer()
    const { uri } = await ana.postPicture('Takeaway 2: look at this shelf. #rethinkingintervention', {
      jpeg,
      alt: 'A shelf of books',
      width: 320,
      height: 200,
    })
    const desk = await signIn()
    await desk.getByRole('article').filter({ hasText: 'look at this shelf' }).waitFor()
    await seeSettled(desk)
    await desk.keyboard.press('a')

    const wall = await open(nodes.wallUrl, '/')
    const picture = wall.getByRole('img', { name: 'A shelf of books' }).first()
    await picture.scrollIntoViewIfNeeded()
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0)
    const source = await picture.evaluate((image: HTMLImageElement) => image.currentSrc)
    const served = await fetch(source)
    expect(served.headers.get('content-type')).toBe('image/webp')
    await ana.remove(uri)
    await picture.waitFor({ state: 'detached' })
    expect((await fetch(source)).status).toBe(404)
  })

  test('an author who opts out is gone from the wall, an edit goes back to the queue', {
    timeout: 60_000,
  }, async () => {
    const ben = await network.createAccount('ben')
    await ben.setProfile({ displayName: 'Ben Okoro' })
    const { uri } = await ben.post('Takeaway 3: one hard problem a day. #rethinkingintervention')
    const desk = await signIn()
    const card = desk.getByRole('article').filter({ hasText: 'one hard problem a day' })
    await card.waitFor()
    await seeSettled(desk)
    await desk.keyboard.press('a')
    const wall = await open(nodes.wallUrl, '/')
    const shown = wall.getByRole('article').filter({ hasText: 'one hard problem' })
    await shown.waitFor()

    await ben.edit(uri, 'Takeaway 3: two hard problems a day. #rethinkingintervention')
    await shown.waitFor({ state: 'detached' })
    await desk.getByRole('article').filter({ hasText: 'two hard problems a day' }).waitFor()
    await seeSettled(desk)
    await desk.keyboard.press('a')
    const again = wall.getByRole('article').filter({ hasText: 'two hard problems a day' })
    await again.waitFor()

    await ben.optOut()
    await again.waitFor({ state: 'detached' })
  })
}
