// The wall as a reader meets it: links into it, the rail, news while one reads, a browser that translates.
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { seeSettled } from '../support/browser/moderators-room.ts'
import { fillStatesWall, startStatesWall } from '../support/browser/page-states.ts'
import { useStage } from '../support/browser/stage.ts'

const stage = useStage(startStatesWall)
beforeAll(() => fillStatesWall(stage.wall))

const tag = '#rethinkingintervention'
let next = 100
const show = (text: string, takeaway: number | null) =>
  stage.wall.show(next++, `${text} ${tag}`, { takeaway })

/** Where the section begins, in px from the top of the window. */
const topOf = (page: Page, id: string) =>
  page.locator(`#${id}`).evaluate((section) => Math.round(section.getBoundingClientRect().top))
const isNear = (top: number) => top > -40 && top < 160

describe('a link to a takeaway', () => {
  test.each([
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ])('leads there at $width px, fresh and after a reload from elsewhere', async (viewport) => {
    const page = await stage.pages.open('/#takeaway-4', { viewport })
    await page.locator('#takeaway-4 article').waitFor()
    await expect.poll(async () => isNear(await topOf(page, 'takeaway-4'))).toBe(true)
    await page.mouse.wheel(0, -9000)
    await expect.poll(() => page.evaluate(() => scrollY)).toBeLessThan(200)
    await page.reload()
    await page.locator('#takeaway-4 article').waitFor()
    await expect.poll(async () => isNear(await topOf(page, 'takeaway-4'))).toBe(true)
  })

  test('lets go as soon as the reader scrolls', async () => {
    const page = await stage.pages.open('/#takeaway-4')
    await expect.poll(async () => isNear(await topOf(page, 'takeaway-4'))).toBe(true)
    await page.mouse.move(600, 400)
    await page.mouse.wheel(0, -3000)
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0)
    await page.evaluate(() =>
      document.querySelector<HTMLElement>('.campaign')?.style.setProperty('height', '900px'),
    )
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    expect(await page.evaluate(() => scrollY)).toBe(0)
  })
})

describe('the rail', () => {
  test.each([
    { width: 1280, height: 800 },
    { width: 1024, height: 600 },
    { width: 390, height: 844 },
    { width: 360, height: 740 },
  ])('shows every takeaway and the other answers at $width × $height', async (viewport) => {
    const page = await stage.pages.open('/', { viewport })
    const links = page.locator('.rail-link')
    await links.first().waitFor()
    await page.locator('#takeaway-3').evaluate((section) => section.scrollIntoView({ behavior: 'instant' }))
    expect(await links.count()).toBe(7)
    const look = () =>
      links.last().evaluate((link) => {
        const { left, top, width, height } = link.getBoundingClientRect()
        const hit = document.elementFromPoint(left + width / 2, top + height / 2)
        return {
          isHit: link.contains(hit),
          right: left + width <= innerWidth,
          bottom: top + height <= innerHeight,
        }
      })
    await expect.poll(look).toEqual({ isHit: true, right: true, bottom: true })
  })

  test('counts an answer once it is shown, and what is new pushes nothing off', async () => {
    const page = await stage.pages.open('/', { viewport: { width: 390, height: 844 } })
    const link = page.locator('.rail-link[data-takeaway="1"]')
    await page.locator('.campaign-live').waitFor()
    const readCount = () =>
      link.locator('.rail-count').evaluate((count) => Number.parseInt(count.textContent ?? '', 10))
    const measure = () =>
      page
        .locator('.rail-link')
        .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().left)))
    const [before, places] = [await readCount(), await measure()]
    await show('Greet everybody at the door.', 1)
    await link.locator('.rail-new').first().waitFor({ state: 'attached' })
    await expect.poll(readCount).toBe(before)
    expect(await measure()).toEqual(places)
    await page.locator('#takeaway-1 .answers-new').click()
    await expect.poll(readCount).toBe(before + 1)
  })

  test('is walked back with Back, on the wall', async () => {
    const page = await stage.pages.open('/team-that-is-not-there')
    await page.goto(stage.wall.url)
    const isAt = (key: number) =>
      page.waitForFunction((id) => {
        const top = document.getElementById(id)?.getBoundingClientRect().top ?? -1
        return location.hash === `#${id}` && top > -5 && top < innerHeight / 3
      }, `takeaway-${key}`)
    for (const key of [3, 5, 2]) {
      await page.locator(`.rail-link[data-takeaway="${key}"]`).click()
      await isAt(key)
    }
    for (const key of [5, 3]) {
      await page.goBack()
      await isAt(key)
    }
    await page.goBack()
    await page.waitForFunction(() => location.hash === '' && scrollY < innerHeight / 3)
    await page.goForward()
    await isAt(3)
    expect(await page.locator('.rail-link').count()).toBe(7)
  })
})

test('an address that leads nowhere stands in the middle, with the menu of the public, which carries the campaign’s name', async () => {
  const page = await stage.pages.open('/')
  const brand = page.locator('.shell-brand')
  await expect.poll(() => brand.textContent()).toBe('Rethinking Intervention')
  await page.goto(new URL('/no-such-page', stage.wall.url).href)
  const box = page.locator('.error-view > .empty')
  await box.waitFor()
  expect(await brand.textContent()).toBe('Rethinking Intervention')
  expect(await page.locator('.shell-pages a').allTextContents()).toEqual(['Wall', 'Screen', 'For the team'])
  const [left, right] = await box.evaluate((element) => {
    const place = element.getBoundingClientRect()
    return [place.left, document.documentElement.clientWidth - place.right]
  })
  expect(Math.abs((left ?? 0) - (right ?? 0))).toBeLessThan(2)
})

test('each link to an original says whose it is', async () => {
  const page = await stage.pages.open('/')
  await page.locator('article').first().waitFor()
  const names = await page
    .getByRole('link', { name: /^Original/ })
    .evaluateAll((all) => all.map((one) => one.textContent))
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) expect(name).toMatch(/^Original \(post by .+\)$/)
})

/**
 * As browsers do it: every text that may be translated gives way to elements of the translator's, now and
 * whenever one comes.
 */
async function translatePage(page: Page): Promise<void> {
  await page.evaluate(() => {
    function translate() {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      const texts: Text[] = []
      while (walker.nextNode()) texts.push(walker.currentNode as Text)
      for (const text of texts) {
        const { parentElement: above } = text
        if (!above?.translate || above.closest('font') || !text.data.trim()) continue
        const [outer, inner] = [document.createElement('font'), document.createElement('font')]
        inner.textContent = `«${text.data}»`
        outer.append(inner)
        text.replaceWith(outer)
      }
    }
    new MutationObserver(translate).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    })
    translate()
  })
}

describe('a page that the browser translates', () => {
  test('goes on: times, language and counts follow on the wall, and words stand there once', async () => {
    const context = await stage.pages.openContext()
    const page = await context.newPage()
    await page.clock.install()
    await page.goto(stage.wall.url)
    await page.locator('.campaign-live').waitFor()
    await translatePage(page)
    await page.locator('.words font').first().waitFor()
    const before = await page.locator('#takeaway-2 time').first().textContent()
    await show('Families read with us on Mondays.', 2)
    await page.locator('#takeaway-2 .answers-new').click()
    await page.locator('.words font', { hasText: 'Families read with us on Mondays.' }).first().waitFor()
    await page.clock.runFor('05:00')
    await expect
      .poll(() => page.locator('#takeaway-2 article').last().locator('time').textContent())
      .not.toBe(before)
    await page.getByRole('button', { name: 'Español' }).click()
    await page.getByRole('heading', { name: 'Cómo participar' }).waitFor()
    const text = (await page.locator('body').textContent()) ?? ''
    for (const word of ['How to join', 'Original (post by', ' minutes ago']) expect(text).not.toContain(word)
    expect(text.split('Families read with us on Mondays.')).toHaveLength(2)
  })

  test('goes on in the moderators’ room: after each decision and undo the words in front stand there once', async () => {
    const texts = ['First of the line here.', 'Second of the line here.']
    for (const text of texts) await stage.wall.post(next++, `${text} ${tag}`)
    const page = await stage.pages.open('/moderate', { cookie: stage.wall.admin.cookie })
    const front = page.locator('.room-front article .words')
    await front.waitFor()
    await translatePage(page)
    await front.locator('font').first().waitFor()
    const read = async () => ((await front.textContent()) ?? '').replace(/[«»\s]+/g, ' ').trim()
    const first = await read()
    await page.keyboard.press('w')
    await page.keyboard.press('w')
    expect(await read()).toBe(first)
    await seeSettled(page)
    await page.keyboard.press('s')
    await expect.poll(read).not.toBe(first)
    await seeSettled(page)
    await page.keyboard.press('u')
    await expect.poll(read).toBe(first)
    await page.getByRole('button', { name: 'Español' }).click()
    await page
      .getByRole('button', { name: /Aprobar/ })
      .first()
      .waitFor()
    expect(await read()).toBe(first)
  })
})

test('when the server is away the wall, the room and the team page say so, and since when; they go on by themselves', async () => {
  await stage.wall.post(next++, `Somebody waits here. ${tag}`)
  const { cookie } = stage.wall.admin
  const [wall, room, team] = await Promise.all([
    stage.pages.open('/'),
    stage.pages.open('/moderate', { cookie }),
    stage.pages.open('/team', { cookie, locale: 'es-MX' }),
  ])
  await wall.getByText('Live', { exact: true }).waitFor()
  await room.getByRole('article').waitFor()
  await team.locator('.tile').first().waitFor()
  const told = [
    wall.getByText(/^Offline since \d{1,2}:\d\d/),
    room.getByText(/^No live news since \d{1,2}:\d\d/),
    team.getByText(/^El servidor no responde desde \d{1,2}:\d\d/),
  ]
  await stage.wall.killApi()
  for (const words of told) await words.waitFor()
  expect(await team.locator('.team > .error-view').count()).toBe(0)
  await stage.wall.startApi()
  for (const words of told) await words.waitFor({ state: 'detached' })
})

// The last one: the network does not come back.
test('when the network is away the wall, the room and the team page say that nothing comes in, and since when', async () => {
  await stage.wall.jetstream.close()
  const { cookie } = stage.wall.admin
  const [wall, room, team] = await Promise.all([
    stage.pages.open('/'),
    stage.pages.open('/moderate', { cookie, locale: 'es-MX' }),
    stage.pages.open('/team', { cookie }),
  ])
  const time = /\d{1,2}:\d\d/
  const wait = { timeout: 45_000 }
  await wall.getByText(/^No new answers since \d{1,2}:\d\d/).waitFor(wait)
  expect(await wall.getByText('Live', { exact: true }).count()).toBe(0)
  await room.getByText(/^No llega nada desde/).waitFor(wait)
  const told = team.getByRole('alert').first()
  await expect.poll(() => told.textContent(), wait).toMatch(/^From Bluesky nothing has come in since/)
  expect(await told.textContent()).toMatch(time)
  await stage.wall.emptyQueue()
  await room.reload()
  await room.getByText('No hay nada pendiente, y no llega nada').first().waitFor()
  expect(await room.getByText('Todo al día').count()).toBe(0)
})
