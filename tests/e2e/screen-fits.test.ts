// Whatever is approved, and whatever the screen: all of it is on the screen, large enough to be read, and the
// code and the tag with it. The pages are the built ones; their server is played by this test, which tells
// posts and turns them over.
import { join } from 'node:path'
import { readWebFiles } from '@wall/api/pages/web-files'
import { pagePolicy } from '@wall/api/security/headers'
import type { CampaignView } from '@wall/api/wire/campaign'
import type { MediaView, SegmentView, WallPost } from '@wall/api/wire/post'
import { laterPosts, openingPosts, sampleAuthors } from '@wall/workers/demo/sample-data'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser/browser.ts'
import { createPages, marked, type Pages } from '../support/browser/pages.ts'
import { makeCampaign, makePost, makeSnapshot } from '../web/support/wall-fixtures.ts'

const origin = 'http://wall.test'
const sizes = [
  [1366, 768],
  [1920, 1080],
  [1920, 1200],
  [2560, 1080],
  [3840, 2160],
  [1080, 1920],
  [1024, 768],
] as const

let browser: Browser
let pages: Pages
let screen: Page
/** What the server of this test answers with. */
let campaign = makeCampaign(6)
let posts: WallPost[] = []

beforeAll(async () => {
  const files = await readWebFiles(join(import.meta.dirname, '../../web/dist'))
  browser = await launchBrowser()
  pages = createPages(browser, () => origin)
  const context = await pages.openContext({ reducedMotion: 'reduce' })
  await context.addInitScript(playServer)
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/api/campaigns')
      return route.fulfill({ headers: marked, json: { campaigns: [{ slug: 'sample', name: 'Sample' }] } })
    if (pathname.endsWith('/wall'))
      return route.fulfill({ headers: marked, json: makeSnapshot(posts, { campaign }) })
    const drawn = /^\/media\/(\d+)x(\d+)$/.exec(pathname)
    if (drawn)
      return route.fulfill({ contentType: 'image/svg+xml', body: draw(drawn[1] ?? '', drawn[2] ?? '') })
    const file = files.get(pathname === '/screen' ? '/index.html' : pathname)
    if (!file) return route.fulfill({ status: 404 })
    return route.fulfill({
      body: Buffer.from(file.bytes),
      contentType: file.type,
      headers: { 'content-security-policy': pagePolicy },
    })
  })
  screen = await context.newPage()
  await screen.goto(`${origin}/screen`)
  await screen.locator('.room').waitFor()
  await screen.keyboard.press('Space')
})
afterAll(async () => {
  await pages?.close()
  await browser?.close()
})

test.each(sizes)(
  'at %i × %i every post of the demo is whole, with the code and the tag',
  async (width, height) => {
    const people = new Map(sampleAuthors.map((author) => [author.id, author]))
    const all = [...openingPosts, ...laterPosts].map((post, index) => {
      const author = people.get(post.by)
      const name = author?.name ?? post.by
      return makePost(index + 1, {
        ...{ takeaway: post.takeaway, text: post.text, lang: post.lang },
        author: {
          name,
          handle: author?.handle ?? null,
          avatar: null,
          link: `https://social.example/${index}`,
        },
        media: post.image ? [picture(index % 2 === 0 ? '1200x1600' : '1600x900')] : [],
        card: post.card ? { href: post.card.uri, title: post.card.title } : null,
        quote: post.quote ? { href: 'https://social.example/other' } : null,
      })
    })
    await show({ width, height }, all)
    expect(await turnThrough(all)).toEqual([])
  },
)

test.each(sizes)('at %i × %i so are extremes', async (width, height) => {
  const all = extremes.map((change, index) => makePost(index + 1, { takeaway: (index % 6) + 1, ...change }))
  await show({ width, height }, all)
  expect(await turnThrough(all)).toEqual([])
})

test.each(sizes)(
  'at %i × %i so are the longest names a campaign may have, and no answers',
  async (width, height) => {
    const long = makeCampaign(40)
    const words = 'Belonging comes before every other thing that we could do for them '
    const named: CampaignView = {
      ...long,
      name: words.repeat(3).slice(0, 200),
      ask: words.repeat(5).slice(0, 300),
      hashtags: ['rethinking'.repeat(7).slice(0, 64)],
      takeaways: long.takeaways.map((one, index) => ({
        ...one,
        title:
          index % 3 === 0 ? 'Donaudampfschifffahrt'.repeat(15).slice(0, 300) : words.repeat(5).slice(0, 300),
      })),
    }
    await show({ width, height }, [], named)
    expect(await listFaults()).toEqual([])
    const all = long.takeaways.map((one) => makePost(one.number, { takeaway: one.number }))
    await show({ width, height }, all, named)
    expect(await turnThrough(all)).toEqual([])
  },
)

test.each([
  ['gif', / · GIF$/],
  ['video', / · Video$/],
  ['image', / ago$/],
] as const)('a still of a %s says what it is of', async (kind, words) => {
  // Empty first: nothing of the test before is still turning.
  await show({ width: 1920, height: 1080 }, [])
  await show({ width: 1920, height: 1080 }, [makePost(100, { media: [{ ...picture('800x600'), kind }] })])
  await screen.locator('.place:not([data-leaving]) [data-picture]').waitFor()
  const source = screen.locator('.place:not([data-leaving]) .room-source')
  await expect.poll(() => source.textContent()).toMatch(words)
})

const sentence = 'Every child reads a whole book with somebody who knows their name. '
const arabic = 'الطلاب يتعلمون أفضل عندما يعرفهم معلموهم. '
const japanese = '先生と生徒の信頼関係が大切です。毎朝名前を呼んで挨拶します。'

const extremes: (Partial<WallPost> & { text?: string })[] = [
  { text: 'Yes.' },
  { text: 'a'.repeat(3_000) },
  { text: `${'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz '.repeat(5)}` },
  { text: 'no\u00a0break\u00a0'.repeat(60) },
  { text: sentence.repeat(4) },
  { text: sentence.repeat(45) },
  { text: 'One line\n'.repeat(40) },
  { text: arabic.repeat(8), lang: 'ar' },
  { text: japanese.repeat(10), lang: 'ja' },
  { text: '学'.repeat(300), lang: 'zh' },
  { text: '한국어로 씁니다 '.repeat(30), lang: 'ko' },
  { text: '👩🏽‍🏫👏🇲🇽'.repeat(100) },
  { text: `z${'\u0301\u0302\u0330'.repeat(40)} `.repeat(30) },
  { body: link(`https://site.example/${'path/'.repeat(60)}`) },
  { body: link('words of a link that go on and on '.repeat(15)) },
  { media: [picture('1200x1600')], text: sentence },
  { media: [picture('1200x1600')], text: sentence.repeat(9) },
  { media: [picture('1600x900')], text: 'Look.' },
  { media: [picture('12000x400')], text: sentence.repeat(3) },
  { media: [picture('400x12000')], text: sentence.repeat(3) },
  { media: [picture('1x1')], text: sentence },
  { media: [{ ...picture('300x2000'), width: 16, height: 9 }], text: sentence },
  { media: [{ ...picture('800x600'), width: null, height: null }], text: sentence },
  { media: [{ ...picture('800x600'), width: 0, height: 0 }], text: sentence },
  { media: ['640x480', '480x640', '2000x300', '300x2000'].map(picture), text: sentence },
  { media: [{ ...picture('800x600'), src: '/media/none' }], text: sentence.repeat(3) },
  { media: [{ ...picture('800x600'), kind: 'video', alt: sentence.repeat(10) }], text: '' },
  { text: sentence.repeat(3), quote: { href: 'https://social.example/other' } },
  { text: sentence, card: { href: 'https://site.example/', title: 'A very long title '.repeat(20) } },
  {
    text: sentence,
    author: named('Dr. Maximiliane Mustermann-Wolkenstein of the Elementary School of Elmhurst'),
  },
  { text: sentence.repeat(6), author: named('x'.repeat(64)) },
  {
    text: japanese,
    author: named('全国学校図書館協議会の先生たち'.repeat(4)),
    media: [picture('1200x1600')],
  },
  { text: 'Short.', author: named('👩🏽‍🏫'.repeat(40)) },
]

function named(name: string): WallPost['author'] {
  return { name, handle: null, avatar: null, link: `https://social.example/${encodeURIComponent(name)}` }
}

function link(text: string): SegmentView[] {
  return [
    { kind: 'text', text: 'See ' },
    { kind: 'link', text, href: 'https://site.example/' },
  ]
}

function picture(size: string): MediaView {
  const [width = 1, height = 1] = size.split('x').map(Number)
  return { id: 1, kind: 'image', src: `/media/${size}`, alt: 'A picture', width, height }
}

function draw(width: string, height: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#2f7434"/></svg>`
}

/** The screen in this size, with exactly these posts. */
async function show(
  viewport: { width: number; height: number },
  shown: WallPost[],
  about: CampaignView = makeCampaign(6),
): Promise<void> {
  campaign = about
  posts = shown
  await screen.setViewportSize(viewport)
  await screen.evaluate(() => (window as unknown as Played).played.reset())
}

/** Turns over until each post was seen in full; what was wrong meanwhile. */
async function turnThrough(all: readonly WallPost[]): Promise<string[]> {
  const texts = all.map((post) => [post.id, post.body.map((segment) => segment.text).join('')] as const)
  return screen.evaluate(async (wanted) => {
    const { played } = window as unknown as Played
    const left = new Map(wanted)
    const read = new Map<number, number>()
    const faults = new Set<string>()
    for (let turn = 0; left.size > 0; turn += 1) {
      if (turn > 12 * wanted.length) return [...faults, `never seen in full: ${[...left.keys()].join(', ')}`]
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))
      await played.settle()
      for (const fault of played.listFaults()) faults.add(fault)
      for (const [id, text] of left) {
        read.set(id, played.readOn(id, text, read.get(id) ?? 0))
        if (read.get(id) === text.length && document.querySelector(`[data-post="${id}"]`)) left.delete(id)
      }
    }
    return [...faults]
  }, texts)
}

function listFaults(): Promise<string[]> {
  return screen.evaluate(async () => {
    const { played } = window as unknown as Played
    await played.settle()
    return played.listFaults()
  })
}

interface Played {
  played: {
    /** The stream says to begin anew; resolves when the page has. */
    reset(): Promise<void>
    /** Nothing moves any more, and pictures are there or will not come. */
    settle(): Promise<void>
    /** How far into this text the room has read, if it had come as far as `read` before. */
    readOn(id: number, text: string, read: number): number
    /** What a person would see that is wrong. */
    listFaults(): string[]
  }
}

/**
 * Runs in the page, before it: plays the live stream, lets no card wait before it leaves, and looks at what
 * is there.
 */
function playServer(): void {
  const later = window.setTimeout.bind(window)
  Object.assign(window, {
    setTimeout: (run: () => void, delayMs = 0) => later(run, delayMs < 1_000 ? 0 : delayMs),
  })
  let onOpened = () => undefined as unknown
  let stream: EventTarget | undefined
  class PlayedStream extends EventTarget {
    constructor() {
      super()
      stream = this
      later(() => {
        this.dispatchEvent(new MessageEvent('beat', { data: '{}', lastEventId: '100' }))
        onOpened()
      })
    }
    close() {}
  }
  Object.assign(window, { EventSource: PlayedStream })

  const settle = async () => {
    const isMoving = () =>
      document.fonts.status === 'loading' ||
      document.querySelector('.place[data-leaving]') !== null ||
      [...document.querySelectorAll<HTMLImageElement>('.room-picture img')].some((image) => !image.complete)
    // What came in one frame is fitted in the next.
    for (let still = 0; still < 2; still = isMoving() ? 0 : still + 1)
      await new Promise((resolve) => requestAnimationFrame(() => later(resolve)))
  }
  const find = (selector: string) =>
    [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility())
  const tell = (element: Element) =>
    `${innerWidth} × ${innerHeight}: ${element.closest('[data-post]')?.textContent?.slice(0, 40) ?? ''} .${element.getAttribute('class')}`
  const isInside = (inner: DOMRect, outer: { left: number; top: number; right: number; bottom: number }) =>
    inner.left >= outer.left - 1 &&
    inner.top >= outer.top - 1 &&
    inner.right <= outer.right + 1 &&
    inner.bottom <= outer.bottom + 1
  const overlap = (a: DOMRect, b: DOMRect) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1

  const listFaults = () => {
    const faults: string[] = []
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
    const boxes = '.side, .room-card, .waiting'
    const parts =
      '.side-campaign, .side-title, .side-numeral, .side-ask, .qr, .side-tag, .room-name, .room-source, .words, .room-picture img, .waiting p'
    for (const part of find(`${parts}, ${boxes}`)) {
      const range = document.createRange()
      range.selectNodeContents(part)
      const all = [part.getBoundingClientRect(), ...(part.matches('.qr') ? [] : range.getClientRects())]
      const box = part.closest<HTMLElement>(boxes)?.getBoundingClientRect() ?? screen
      const isHidden = (rect: DOMRect) => rect.width <= 1 && rect.height <= 1
      if (all.some((rect) => !isHidden(rect) && !(isInside(rect, screen) && isInside(rect, box))))
        faults.push(`${tell(part)} stands outside`)
    }
    for (const box of find(
      `${boxes}, .side-takeaway, .side-join, .room, .stage, .place, .room-words, .room-name`,
    )) {
      if (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
        faults.push(`${tell(box)} hides a part: ${box.scrollHeight} in ${box.clientHeight}`)
    }
    const u =
      innerWidth > innerHeight
        ? Math.min(innerHeight, innerWidth * 0.72)
        : Math.min(innerWidth * 1.1, innerHeight * 0.72)
    const rules: Record<string, number> = {
      ...{ '.words': 2.4, '.room-name': 2.1, '.room-source': 1.8 },
      ...{ '.side-title': 1.6, '.side-ask': 1.5, '.side-tag': 1.2, '.side-campaign': 1.1, '.waiting-ask': 4 },
    }
    for (const [selector, least] of Object.entries(rules)) {
      for (const part of find(selector)) {
        const size = (Number.parseFloat(getComputedStyle(part).fontSize) / u) * 100
        if (size < least - 0.05) faults.push(`${tell(part)} is too small: ${size.toFixed(2)}`)
      }
    }
    const [code] = find('.qr')
    if (
      !code ||
      code.getBoundingClientRect().width < (innerWidth > innerHeight ? 0.18 * innerHeight : 0.2 * u)
    )
      faults.push('there is no code to scan')
    if (find('.side-tag')[0]?.textContent?.startsWith('#') !== true) faults.push('there is no tag')
    for (const image of find('.room-picture img')) {
      const { width, height } = image.getBoundingClientRect()
      if (Math.min(width, height) < 0.08 * u) faults.push(`${tell(image)} is a sliver: ${width} × ${height}`)
    }
    for (const group of [
      '.side, .room-card, .waiting',
      '.side-campaign, .side-takeaway, .side-ask, .qr, .side-tag',
    ])
      compare(find(group))
    for (const card of find('.room-card'))
      compare([...card.children].filter((part) => part.checkVisibility()))
    return faults

    function compare(elements: Element[]) {
      for (const [index, a] of elements.entries()) {
        for (const b of elements.slice(index + 1))
          if (overlap(a.getBoundingClientRect(), b.getBoundingClientRect()))
            faults.push(`${tell(a)} overlaps ${tell(b)}`)
      }
    }
  }

  Object.assign(window, {
    played: {
      reset: () =>
        new Promise<void>((resolve) => {
          onOpened = () => later(resolve)
          stream?.dispatchEvent(new MessageEvent('reset', { data: '{}' }))
        }),
      settle,
      readOn(id: number, text: string, read: number) {
        const [card] = find(`[data-post="${id}"]`)
        const words = card?.querySelector('.words')?.textContent ?? ''
        for (let from = read; card && from >= Math.max(0, read - words.length + 1); from -= 1)
          if (text.startsWith(words, from)) return from + words.length
        return read
      },
      listFaults,
    } satisfies Played['played'],
  })
}
