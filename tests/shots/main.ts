// Screenshots of every page and state, at four widths, light, dark and in high contrast, on the demo's sample
// data. `pnpm shots` makes all of them; names narrow it: `pnpm shots wall screen`.
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../support/browser/browser.ts'
import {
  makeFilingState,
  routeFiling,
  routeQueueFiling,
  suggestedFiling,
} from '../support/browser/filing-answers.ts'
import { startDemo } from '../support/wall/demo.ts'

const widths = [390, 1280, 1920, 3840] as const
const heights: Record<number, number> = { 390: 844, 1280: 800, 1920: 1080, 3840: 2160 }
const looks = ['light', 'dark', 'contrast'] as const
type Look = (typeof looks)[number]

interface Shot {
  name: string
  path: string
  isSignedIn?: boolean
  looks?: readonly Look[]
  isWholePage?: boolean
  /** Before the page is opened. */
  route?: (page: Page) => Promise<void>
  prepare?: (page: Page) => Promise<void>
}

const shots: Shot[] = [
  { name: 'wall', path: '/' },
  { name: 'wall-whole', path: '/', looks: ['light'], isWholePage: true },
  { name: 'wall-es', path: '/?lang=es', looks: ['light'] },
  { name: 'wall-error', path: '/?campaign=nothing-here', looks: ['light'] },
  { name: 'wall-offline', path: '/', looks: ['light'], prepare: goOffline },
  { name: 'screen', path: '/screen', looks: ['dark'] },
  { name: 'screen-offline', path: '/screen', looks: ['dark'], prepare: goOffline },
  { name: 'moderate', path: '/moderate', isSignedIn: true },
  {
    name: 'moderate-help',
    path: '/moderate',
    isSignedIn: true,
    looks: ['light'],
    prepare: (page) => page.keyboard.press('?'),
  },
  {
    name: 'moderate-suggested',
    path: '/moderate',
    isSignedIn: true,
    route: (page) => routeQueueFiling(page, suggestedFiling),
  },
  {
    name: 'moderate-proposed',
    path: '/moderate',
    isSignedIn: true,
    route: (page) => routeQueueFiling(page, { ...suggestedFiling, proposed: 2 }),
  },
  {
    name: 'moderate-why',
    path: '/moderate?lang=es',
    isSignedIn: true,
    looks: ['light'],
    route: (page) => routeQueueFiling(page, { ...suggestedFiling, toldIn: 'figures' }),
    prepare: async (page) => {
      await page.keyboard.press('w')
      await page.locator('.why-not').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'filing',
    path: '/filing',
    isSignedIn: true,
    isWholePage: true,
    route: (page) => routeFiling(page),
  },
  {
    name: 'filing-open',
    path: '/filing?lang=es',
    isSignedIn: true,
    looks: ['light'],
    route: (page) =>
      routeFiling(page, {
        state: makeFilingState({
          decisions: 142,
          gate: {
            isOpen: true,
            why: 'open',
            threshold: 0.82,
            posts: 33,
            right: 31,
            wilson: 0.8,
            target: 0.9,
          },
          encoder: 'sentences-en-512',
          encoderNote: 'The model’s folder is damaged: model.bin is shorter than it should be.',
        }),
      }),
  },
  {
    name: 'filing-editor',
    path: '/filing',
    isSignedIn: true,
    route: (page) => routeFiling(page),
    prepare: editSeeds,
  },
  {
    name: 'filing-none',
    path: '/filing',
    isSignedIn: true,
    looks: ['light'],
    isWholePage: true,
    route: (page) => routeFiling(page, { state: null, gone: ['measure'] }),
  },
  {
    name: 'filing-error',
    path: '/filing',
    isSignedIn: true,
    looks: ['light'],
    route: (page) => routeFiling(page, { gone: ['state', 'seeds'] }),
  },
  { name: 'team', path: '/team', isSignedIn: true, isWholePage: true },
  { name: 'team-ideas', path: '/team', isSignedIn: true, prepare: openIdea },
  { name: 'team-ideas-es', path: '/team?lang=es', isSignedIn: true, looks: ['light'], prepare: openIdea },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'setup', path: '/setup', looks: ['light'] },
  { name: 'not-found', path: '/no-such-page', looks: ['light'] },
]

const out = join(import.meta.dirname, 'out')
const wanted = process.argv.slice(2)
const demo = await startDemo()
const browser = await launchBrowser()
try {
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const width of widths) {
      for (const look of shot.looks ?? looks) await take(browser, shot, width, look)
    }
    console.log(shot.name)
  }
} finally {
  await browser.close()
  await demo.stop()
}

async function take(browser: Browser, shot: Shot, width: number, look: Look): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: heights[width] ?? 1080 },
    colorScheme: look === 'dark' ? 'dark' : 'light',
    contrast: look === 'contrast' ? 'more' : 'no-preference',
    locale: 'en-US',
  })
  const page = await context.newPage()
  if (shot.isSignedIn) {
    await page.goto(demo.signInLink)
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  }
  await shot.route?.(page)
  await page.goto(new URL(shot.path, demo.url).href)
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => undefined)
  await page.waitForTimeout(700)
  await shot.prepare?.(page)
  await page.waitForTimeout(300)
  await page.screenshot({
    path: join(out, `${shot.name}-${width}-${look}.png`),
    fullPage: shot.isWholePage ?? false,
  })
  await context.close()
}

async function editSeeds(page: Page): Promise<void> {
  await page.locator('.seeds-place > summary').first().click()
  await page
    .locator('.seeds-add textarea')
    .first()
    .fill('Cada mañana saludamos a cada estudiante por su nombre.')
  await page.keyboard.press('Enter')
  await page.locator('.seeds-remove').nth(1).click()
  await page.waitForTimeout(1500)
  await page.locator('.seeds-place').first().scrollIntoViewIfNeeded()
}

async function goOffline(page: Page): Promise<void> {
  await page.context().setOffline(true)
  await page.waitForTimeout(1500)
}

/** The ideas, with the posts of the strongest, one chosen and one being renamed. */
async function openIdea(page: Page): Promise<void> {
  const groups = page.locator('.idea-group')
  await groups.first().waitFor({ timeout: 60_000 })
  await groups.first().locator('.idea-row > .button').click()
  await groups.first().getByRole('article').first().waitFor()
  await groups.nth(1).getByRole('checkbox').check()
  await groups.nth(2).locator('.idea-name .button').click()
  await page.locator('#ideas').evaluate((element) => element.scrollIntoView())
}
