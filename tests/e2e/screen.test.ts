// The screen in a room: it outlives its server, never shows again what was taken down, and turns over for
// days.
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser/browser.ts'
import { createPages, marked, type Pages } from '../support/browser/pages.ts'
import { isTriedOnOneNode } from '../support/browser/stage.ts'
import { makeNetworkDeletion, makeNetworkPost } from '../support/network/network-posts.ts'
import { type NodeProxy, startNodeProxy } from '../support/proxies/node-proxy.ts'
import { type RunningWall, startWall } from '../support/wall/running-wall.ts'

const hourMs = 3_600_000
const count = 9

let wall: RunningWall
let browser: Browser
let pages: Pages

beforeAll(async () => {
  wall = await startWall()
  for (let number = 1; number <= count; number += 1) {
    await wall.show(number, `${wordsOf(number)}. #rethinkingintervention`, { takeaway: 1 + (number % 3) })
  }
  browser = await launchBrowser()
  pages = createPages(browser, () => wall.url)
})
afterAll(async () => {
  await browser?.close()
  await wall?.close()
})

describe('without its server', () => {
  let screen: Page
  const [absent, present, later] = [3, 4, 5]

  beforeAll(async () => {
    const context = await pages.openContext()
    await context.addInitScript(watchStage)
    screen = await context.newPage()
    await screen.goto(new URL('/screen', wall.url).href)
    await screen.getByRole('article').first().waitFor()
  })
  afterAll(async () => {
    await pages.close()
  })

  test('it goes on with its posts, says quietly that it is offline, and is never blank', async () => {
    await wall.killApi()
    await screen.getByRole('status').getByText('Offline since').waitFor()
    for (let turn = 0; turn < 5; turn += 1) {
      await turnOnce(screen)
      expect((await readStage(screen)).length).toBeGreaterThan(0)
    }
    expect((await readReport(screen)).blanks).toBe(0)
  })

  test('what was deleted meanwhile is gone before anything is painted, and never comes back', async () => {
    await turnUntil(screen, (text) => text.includes(wordsOf(absent)))
    await turnUntil(screen, (text) => text.includes(wordsOf(present)) && !text.includes(wordsOf(absent)))
    await screen.keyboard.press('Space')
    await screen.getByText('Paused').waitFor()
    await forbid(screen, { always: wordsOf(absent), online: wordsOf(present) })

    await deleteMeanwhile(absent, present)
    await wall.startApi()
    await comeBack(screen)
    expect(await readStage(screen)).not.toContain(wordsOf(present))
    await screen.keyboard.press('Space')
    for (let turn = 0; turn < count; turn += 1) await turnOnce(screen)
    const report = await readReport(screen)
    expect(report.broken).toEqual([])
    expect(report.blanks).toBe(0)
    expect(await screen.evaluate(() => JSON.stringify(localStorage))).not.toContain(wordsOf(absent))
  })

  test('a restart without it still shows the kept posts, minus what was deleted once it is back', async () => {
    const isKept = () => screen.evaluate(async () => (await caches.match('/screen')) !== undefined)
    await expect.poll(isKept, { timeout: 30_000 }).toBe(true)
    await wall.killApi()
    await screen.reload()
    await screen.getByRole('article').first().waitFor()
    await screen.getByText('Offline since').waitFor()
    await turnUntil(screen, (text) => text.includes(wordsOf(later)))
    await forbid(screen, { always: wordsOf(absent), online: wordsOf(later) })
    await deleteMeanwhile(later)
    await wall.startApi()
    await comeBack(screen)
    for (let turn = 0; turn < count / 2; turn += 1) await turnOnce(screen)
    expect((await readReport(screen)).broken).toEqual([])
  })

  test.skipIf(isTriedOnOneNode)(
    'posts that no server confirmed for six hours are not shown, and no error is',
    async () => {
      await wall.killApi()
      await screen.clock.setFixedTime(Date.now() + 5.9 * hourMs)
      await screen.reload()
      await screen.getByRole('article').first().waitFor()
      await screen.clock.setFixedTime(Date.now() + 6.1 * hourMs)
      await screen.reload()
      await screen.getByRole('main').waitFor({ state: 'attached' })
      await screen.waitForTimeout(1500)
      expect(await screen.getByRole('article').count()).toBe(0)
      expect(await screen.getByRole('main').textContent()).toBe('')
      await wall.startApi()
      await screen.getByRole('article').first().waitFor()
    },
  )
})

describe.skipIf(isTriedOnOneNode)('with somebody else in its place', () => {
  /** What the network gives for whatever is asked: the wall itself, or what was seen in halls. */
  const others: Record<string, (answer: ServerResponse) => void> = {
    'the default page of a proxy': (answer) =>
      answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to nginx</h1>'),
    'JSON of theirs': (answer) =>
      answer.writeHead(200, { 'content-type': 'application/json' }).end('{"campaigns":[],"posts":[]}'),
    'the way to a sign-in page': (answer) => answer.writeHead(302, { location: '/hall/sign-in' }).end(),
    'an order to sign in': (answer) =>
      answer.writeHead(511, { 'content-type': 'text/html' }).end('<h1>Sign in to the hall</h1>'),
    'half of a page': (answer) => {
      answer.writeHead(200, { ...marked, 'content-type': 'text/html', 'content-length': '9000' })
      answer.write('<h1>Half')
      setImmediate(() => answer.destroy())
    },
    nothing: () => undefined,
  }
  let other: ((answer: ServerResponse) => void) | undefined
  /** How often the page was asked for while others answered. */
  let pagesAsked = 0
  let front: NodeProxy
  let hall: Server
  let context: BrowserContext
  let screen: Page

  beforeAll(async () => {
    hall = createServer((asked, answer) => {
      if (asked.url === '/screen') pagesAsked += 1
      other?.(answer)
    }).listen(0, '127.0.0.1')
    await once(hall, 'listening')
    front = await startNodeProxy()
    front.setNodes([wall.url])
    // Not watched: browsers complain of what such networks answer.
    context = await browser.newContext()
    screen = await context.newPage()
    await screen.goto(`${front.url}/screen`)
    await screen.evaluate(async () => {
      while (!(await caches.match('/screen'))) await new Promise((resolve) => setTimeout(resolve, 200))
    })
  })
  afterEach(() => front.setNodes([wall.url]))
  afterAll(async () => {
    await context.close()
    hall.closeAllConnections()
    hall.close()
    await front.close()
  })

  test.each(Object.keys(others))(
    '%s, the kept page and posts come up, and then the wall by itself',
    async (name) => {
      other = others[name]
      front.setNodes([`http://127.0.0.1:${(hall.address() as AddressInfo).port}`])
      await screen.reload({ waitUntil: 'domcontentloaded' })
      await screen.getByText('Offline since').waitFor()
      await screen.getByRole('article').first().waitFor()
      // Somebody asks to keep the page just now: nothing of theirs may be kept.
      const before = pagesAsked
      await screen.evaluate(async () => {
        const files = await (await caches.open('screen')).keys()
        const keep = files.map(({ url }) => new URL(url).pathname)
        const worker = await navigator.serviceWorker.ready
        worker.active?.postMessage({ keep })
      })
      // Lines that nobody answers on hold up all others.
      if (name !== 'nothing') await expect.poll(() => pagesAsked).toBeGreaterThan(before)
      front.setNodes([wall.url])
      hall.closeAllConnections()
      await comeBack(screen)
      const kept = await screen.evaluate(async () => (await caches.match('/screen'))?.text())
      expect(kept).toContain('<div id="app">')
    },
  )
})

describe.skipIf(isTriedOnOneNode)('with its server', () => {
  afterEach(() => pages.close())

  test('it turns over by itself, and everybody is seen', async () => {
    const screen = await openOnClock()
    const seen = new Set<number>()
    for (let minute = 0; minute < 6; minute += 1) {
      const before = await readStage(screen)
      for (let step = 0; step < 15; step += 1) {
        await screen.clock.runFor(4000)
        const text = await readStage(screen)
        for (let number = 1; number <= count; number += 1)
          if (text.includes(wordsOf(number))) seen.add(number)
      }
      expect(await readStage(screen)).not.toBe(before)
    }
    const shown = await wall.admin.listQueue('approved')
    expect(seen.size).toBe(shown.posts.filter((post) => post.hiddenWhy === null).length)
  })

  test('after 300 turns the page holds no more than after 100', { timeout: 90_000 }, async () => {
    const screen = await openOnClock()
    const devtools = await screen.context().newCDPSession(screen)
    const counts: { nodes: number; listeners: number }[] = []
    for (let turn = 1; turn <= 300; turn += 1) {
      await screen.keyboard.press('ArrowRight')
      await screen.clock.runFor(500)
      if (turn % 100 > 0) continue
      await devtools.send('HeapProfiler.collectGarbage')
      const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters')
      counts.push({ nodes, listeners: jsEventListeners })
    }
    const [early, , late] = counts
    // A card may have some more nodes than the one before it.
    expect(late?.nodes).toBeLessThan((early?.nodes ?? 0) + 60)
    expect(late?.listeners).toBeLessThan((early?.listeners ?? 0) + 10)
  })

  test.each([
    [1280, 800],
    [1920, 1080],
    [3840, 2160],
  ])(
    'at %i × %i the words are read from the back of the room, and no code leads nowhere',
    async (width, height) => {
      const screen = await pages.open('/screen', { viewport: { width, height } })
      await screen.getByRole('article').first().waitFor()
      // Here everything is on one machine: a code would lead each phone to itself.
      expect(await screen.getByText('No code to scan').count()).toBe(1)
      expect(await screen.locator('.qr').count()).toBe(0)
      const sizes = await screen.evaluate(() =>
        [...document.querySelectorAll('.place:not([hidden])')].map((place) => ({
          isSpotlight: place.matches('[data-place="0"]'),
          vh: parseFloat(getComputedStyle(place.querySelector('.words') ?? place).fontSize) / innerHeight,
        })),
      )
      expect(sizes.filter((size) => size.isSpotlight)).toHaveLength(1)
      expect(sizes.length).toBeGreaterThan(1)
      for (const { isSpotlight, vh } of sizes) {
        expect(vh * 100).toBeGreaterThan(isSpotlight ? 3.1 : 2.3)
        expect(vh * 100).toBeLessThanOrEqual(6.05)
      }
      const title = await screen.getByRole('heading', { level: 1 }).evaluate((heading) => {
        return (parseFloat(getComputedStyle(heading).fontSize) / innerHeight) * 100
      })
      expect(title).toBeGreaterThan(3)
      expect(title).toBeLessThanOrEqual(4.55)
      for (const size of [
        { width, height },
        { width: height, height: width },
      ]) {
        await screen.setViewportSize(size)
        expect(await listCovered(screen), `under the controls at ${size.width}`).toEqual([])
      }
    },
  )
})

/** What the controls lie upon when they are shown. */
function listCovered(screen: Page): Promise<string[]> {
  return screen.evaluate(() => {
    const over = document.querySelector('.room-controls')?.getBoundingClientRect() ?? new DOMRect()
    return [...document.querySelectorAll('.place:not([hidden]), .side > *')].flatMap((one) => {
      const box = one.getBoundingClientRect()
      const isApart =
        box.right <= over.left || box.left >= over.right || box.bottom <= over.top || box.top >= over.bottom
      return isApart ? [] : [one.className]
    })
  })
}

function wordsOf(number: number): string {
  return `Voice ${'abcdefghijklmnop'[number]?.repeat(3)} speaks`
}

interface StageReport {
  blanks: number
  broken: string[]
  /** Words that may not be there at all, and words that may not be there while the screen is not offline. */
  forbidden: { always: string; online: string }
}

/** Runs in the page, before it: sees every state that could be painted. */
function watchStage(): void {
  const report = { blanks: 0, broken: [] as string[], forbidden: { always: '', online: '' } }
  Object.assign(window, { stageReport: report })
  let hadCards = false
  new MutationObserver(() => {
    const text = document.body?.textContent ?? ''
    const cards = document.querySelectorAll('article').length
    if (cards > 0) hadCards = true
    else if (hadCards) report.blanks += 1
    const { always, online } = report.forbidden
    if (always && text.includes(always)) report.broken.push(always)
    if (online && text.includes(online) && !text.includes('Offline since')) report.broken.push(online)
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
}

function readReport(screen: Page): Promise<StageReport> {
  return screen.evaluate(() => (window as unknown as { stageReport: StageReport }).stageReport)
}

async function forbid(screen: Page, words: StageReport['forbidden']): Promise<void> {
  await screen.evaluate((forbidden) => {
    Object.assign((window as unknown as { stageReport: StageReport }).stageReport, { forbidden })
  }, words)
}

async function openOnClock(): Promise<Page> {
  const context = await pages.openContext()
  await context.clock.install()
  const screen = await context.newPage()
  await screen.goto(new URL('/screen', wall.url).href)
  await screen.getByRole('article').first().waitFor()
  return screen
}

async function readStage(screen: Page): Promise<string> {
  return (await screen.locator('.stage').textContent()) ?? ''
}

/** The next card, and long enough for it to have taken its place. */
async function turnOnce(screen: Page): Promise<void> {
  await screen.keyboard.press('ArrowRight')
  await screen.waitForTimeout(400)
}

async function turnUntil(screen: Page, isReached: (text: string) => boolean): Promise<void> {
  for (let turn = 0; turn < 6 * count; turn += 1) {
    if (isReached(await readStage(screen))) return
    await turnOnce(screen)
  }
  throw new Error(`The screen never came there; it shows:\n${await readStage(screen)}`)
}

/** The workers hear of it while the api is away. */
async function deleteMeanwhile(...numbers: number[]): Promise<void> {
  wall.tell(...numbers.map(makeNetworkDeletion))
  for (const number of numbers) {
    const { uri } = makeNetworkPost(number)
    await expect.poll(() => wall.findRemovedWhy(uri), { timeout: 30_000 }).toBe('deleted')
  }
}

/** The browser is told that the network is back, as on a real one; else this waits for the next try. */
async function comeBack(screen: Page): Promise<void> {
  await screen.evaluate(() => window.dispatchEvent(new Event('online')))
  await screen.getByText('Offline since').waitFor({ state: 'detached' })
}
