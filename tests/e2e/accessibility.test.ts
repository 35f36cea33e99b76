// WCAG 2.2 AA on every page and state: what axe can tell, and what has to be tried.
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { findAxeFaults } from '../support/browser/axe.ts'
import {
  findClipped,
  findOverflow,
  findSmallTargets,
  walkWithTab,
  widenText,
} from '../support/browser/page-checks.ts'
import {
  emptyStates,
  fillHostile,
  fillStatesWall,
  fullStates,
  openState,
  type PageState,
  startStatesWall,
} from '../support/browser/page-states.ts'
import { createPages } from '../support/browser/pages.ts'
import { useStage } from '../support/browser/stage.ts'

const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]
const looks = [
  { name: 'light', colorScheme: 'light', contrast: 'no-preference' },
  { name: 'dark', colorScheme: 'dark', contrast: 'no-preference' },
  { name: 'more contrast', colorScheme: 'light', contrast: 'more' },
] as const
/**
 * Short forms: the list's lines stand in full in the card, the chips' titles on the bar and in the list of
 * takeaways.
 */
const previews = '.queue-row, .filing-chip'

const stage = useStage(startStatesWall)

describe('before the first answer', () => {
  test.concurrent.each(emptyStates)('$name', checkState)
})

describe('with answers', () => {
  beforeAll(() => fillStatesWall(stage.wall))
  test.concurrent.each(fullStates)('$name', checkState)

  test('the wall can be walked with the keyboard alone: skip link, rail, feeds', async () => {
    const page = await openState(stage.pages, stage.wall, stateOf('wall'))
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Skip to the content')
    expect((await page.locator(':focus').boundingBox())?.y).toBeGreaterThanOrEqual(0)
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')

    await tabUntil(page, (words) => words.includes('What teachers expect'))
    await page.keyboard.press('Enter')
    expect(await focused(page)).toContain('Takeaway 2: What teachers expect')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2')
    const heading = await page.locator(':focus').boundingBox()
    expect(heading?.y).toBeGreaterThanOrEqual(0)
    expect(heading?.y).toBeLessThan(800)

    await page.getByRole('feed', { name: 'Answers to takeaway 1' }).getByRole('link').first().focus()
    const places: (string | null)[] = []
    for (const key of ['PageUp', 'PageDown', 'PageDown', 'PageUp']) {
      await page.keyboard.press(key)
      places.push(
        await page.evaluate(
          () => document.activeElement?.closest('article')?.getAttribute('aria-posinset') ?? null,
        ),
      )
    }
    expect(places).toEqual(['1', '2', '2', '1'])
  })

  test('help takes the focus, keeps it, gives it back, and leaves with Escape', async () => {
    const page = await openState(stage.pages, stage.wall, stateOf('moderate'))
    const opener = page.getByRole('button', { name: 'Keys' })
    await opener.focus()
    await page.keyboard.press('Enter')
    const isInside = () => page.evaluate(() => document.activeElement?.closest('dialog') !== null)
    await expect.poll(isInside).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true)
  })

  test('who wants less motion gets none, on the screen either: cards fade', async () => {
    for (const name of ['wall', 'moderate', 'team']) {
      const page = await openState(stage.pages, stage.wall, stateOf(name), { reducedMotion: 'reduce' })
      if (name === 'moderate') await page.keyboard.press('u')
      if (name === 'wall') await page.getByRole('link', { name: 'What teachers expect' }).click()
      expect(await listMotion(page), name).toEqual([])
    }
    const screen = await openState(stage.pages, stage.wall, stateOf('screen'), { reducedMotion: 'reduce' })
    const moved: string[] = []
    for (let turn = 0; turn < 4; turn += 1) {
      await screen.keyboard.press('ArrowRight')
      for (let look = 0; look < 5; look += 1) {
        moved.push(...(await listMotion(screen)))
        await screen.waitForTimeout(80)
      }
    }
    expect(moved).toEqual([])
  })

  test('nothing loops and nothing moves by itself on the wall', async () => {
    const page = await openState(stage.pages, stage.wall, stateOf('wall'))
    await page.waitForTimeout(1000)
    expect(await listMotion(page)).toEqual([])
  })
})

describe('with answers that try what can be tried', () => {
  beforeAll(() => fillHostile(stage.wall))

  test.concurrent.each(fullStates)('$name is never wider than the window', async (state) => {
    const own = createPages(stage.browser, () => stage.wall.url)
    const page = await openState(own, stage.wall, state)
    const faults: string[] = []
    for (const width of [1280, 390, 360]) {
      await page.setViewportSize({ width, height: 800 })
      // Descriptions of pictures stand in the page as well.
      await page.evaluate(() => {
        for (const button of document.querySelectorAll<HTMLElement>('.picture-alt[aria-expanded="false"]'))
          button.click()
      })
      await settle(page)
      faults.push(...(await findOverflow(page)).map((fault) => `${width}: ${fault}`))
    }
    await own.close()
    expect(faults).toEqual([])
  })

  test('words that run from right to left do so wherever they stand, and tags among them read as they are', async () => {
    const wall = await openState(stage.pages, stage.wall, stateOf('wall'))
    for (const words of await listWords(wall, '.words', 'الطلاب')) expect(words).toEqual(rightToLeft)
    const screen = await openState(stage.pages, stage.wall, stateOf('screen'))
    await expect
      .poll(
        async () => {
          await screen.keyboard.press('ArrowRight')
          return listWords(screen, '.words', 'الطلاب')
        },
        { timeout: 30_000, interval: 500 },
      )
      .toContainEqual(rightToLeft)
    const room = await openState(stage.pages, stage.wall, stateOf('approved list'))
    await room.locator('.queue-row', { hasText: 'الطلاب' }).first().click()
    await room.locator('article .words', { hasText: 'الطلاب' }).waitFor()
    for (const where of ['.queue-row-words', '.words']) {
      const found = await listWords(room, where, 'الطلاب')
      expect(found.length, where).toBeGreaterThan(0)
      for (const words of found) expect(words, where).toEqual(rightToLeft)
    }
    const team = await openState(stage.pages, stage.wall, stateOf('team'))
    await team.getByRole('searchbox').fill('الطلاب')
    await team.keyboard.press('Enter')
    await team.getByRole('article').first().waitFor()
    expect(await listWords(team, '.words', 'الطلاب')).toEqual([rightToLeft, rightToLeft])
  })

  test('a GIF is a still of ours with GIF on it, and its description', async () => {
    const wall = await openState(stage.pages, stage.wall, stateOf('wall'))
    const card = wall.locator('article', { hasText: 'A cat #' })
    await card.scrollIntoViewIfNeeded()
    const picture = card.getByRole('img', { name: 'A cat claps' })
    await expect
      .poll(() => picture.evaluate((one) => one instanceof HTMLImageElement && one.naturalWidth))
      .toBeGreaterThan(1)
    expect(await picture.getAttribute('src')).toMatch(/^\/media\//)
    expect(await card.locator('.picture-gif').textContent()).toBe('GIF')
    await card.getByRole('button', { name: 'Show the image description' }).click()
    await card.getByText('A cat claps').waitFor()
    expect(await card.locator('.card-link').count()).toBe(0)
  })

  test('a link that reads as another address says where it leads, and the room has a mark for it', async () => {
    const wall = await openState(stage.pages, stage.wall, stateOf('wall'))
    const words = wall.locator('.words', { hasText: 'instructionpartners.org/guide' })
    expect(await words.textContent()).toContain('instructionpartners.org/guide (login.example.net)')
    expect(await wall.locator('.host-mark').count()).toBe(0)
    const room = await openState(stage.pages, stage.wall, stateOf('approved list'))
    await room.locator('.queue-row', { hasText: 'instructionpartners.org/guide' }).click()
    await room.locator('article .words-host').filter({ hasText: 'login.example.net' }).waitFor()
    expect(await room.locator('article .host-mark').first().textContent()).toContain(
      'Reads as another address than it leads to',
    )
    // All on one line.
    expect((await room.locator('article .words-host').boundingBox())?.height).toBeLessThan(40)
  })
})

const rightToLeft = { direction: 'rtl', tags: [true] }

/** In which direction words run, and whether the hash sign of each tag stands left of its letters. */
function listWords(page: Page, selector: string, text: string) {
  return page.evaluate(
    ([where, wanted]) =>
      [...document.querySelectorAll<HTMLElement>(where)]
        .filter((words) => words.textContent?.includes(wanted) && words.checkVisibility())
        .map((words) => {
          const tags: boolean[] = []
          const texts = document.createTreeWalker(words, NodeFilter.SHOW_TEXT)
          while (texts.nextNode()) {
            const node = texts.currentNode
            const at = node.textContent?.indexOf('#') ?? -1
            if (at < 0) continue
            const place = (from: number) => {
              const range = document.createRange()
              range.setStart(node, from)
              range.setEnd(node, from + 1)
              return range.getBoundingClientRect().left
            }
            tags.push(place(at) < place(at + 1))
          }
          return { direction: getComputedStyle(words).direction, tags }
        }),
    [selector, text] as const,
  )
}

/** Opened once; then every size and look, then what moves the page about. */
async function checkState(state: PageState): Promise<void> {
  // Several run at once, so each has pages of its own.
  const own = createPages(stage.browser, () => stage.wall.url)
  const page = await openState(own, stage.wall, state)
  const faults: string[] = []
  const note = (about: string, found: string[]) => faults.push(...found.map((fault) => `${about}: ${fault}`))
  for (const size of sizes) {
    await page.setViewportSize(size)
    for (const { name, ...look } of looks) {
      await page.emulateMedia(look)
      await settle(page)
      note(`${size.width} ${name}`, await findAxeFaults(page, name === 'light' ? 'all' : 'look'))
    }
    note(`${size.width} targets`, await findSmallTargets(page))
  }
  note('keyboard', await walkWithTab(page))
  await page.setViewportSize({ width: 320, height: 640 })
  await settle(page)
  note('320', await findOverflow(page))
  // The screen's words are fitted to a display that nobody sets a style sheet on.
  if (!state.path.startsWith('/screen')) {
    note('320 clipped', await findClipped(page, previews))
    await widenText(page)
    await settle(page)
    note('320 wide text', [...(await findOverflow(page)), ...(await findClipped(page, previews))])
    await page.setViewportSize({ width: 1280, height: 800 })
    await settle(page)
    note('1280 wide text', [...(await findOverflow(page)), ...(await findClipped(page, previews))])
  }
  await own.close()
  expect(faults).toEqual([])
}

function stateOf(name: string): PageState {
  const state = fullStates.find((one) => one.name === name)
  if (!state) throw new Error(`no state ${name}`)
  return state
}

/** Colours and places are at rest. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)))
  })
}

/** What is being moved now, one name a property; a colour or a fade that changes is no motion. */
function listMotion(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter((one) => one.playState === 'running')
      .flatMap((one) => {
        const frames = one.effect instanceof KeyframeEffect ? one.effect.getKeyframes() : []
        const isQuiet = /^(offset|computedOffset|easing|composite|opacity)$|color$/i
        return frames.flatMap((frame) => Object.keys(frame).filter((name) => !isQuiet.test(name)))
      }),
  )
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
}

async function tabUntil(page: Page, isReached: (words: string) => boolean): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab')
    if (isReached(await focused(page))) return
  }
  throw new Error('never reached with Tab')
}
