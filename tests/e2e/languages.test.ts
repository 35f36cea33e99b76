// The interface in Spanish, whole: no English left on any page, and people's words marked with their own language.
import { common } from '@wall/web/lib/i18n/es/common'
import { filing } from '@wall/web/lib/i18n/es/filing'
import { moderate } from '@wall/web/lib/i18n/es/moderate'
import { screen } from '@wall/web/lib/i18n/es/screen'
import { session } from '@wall/web/lib/i18n/es/session'
import { team } from '@wall/web/lib/i18n/es/team'
import { wall as wallWords } from '@wall/web/lib/i18n/es/wall'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { collectInterfaceWords, findForeignWords } from '../support/interface-words.ts'
import {
  emptyStates,
  fillStatesWall,
  fullStates,
  openState,
  type PageState,
  startStatesWall,
} from '../support/page-states.ts'
import { createPages, type Pages } from '../support/pages.ts'
import type { RunningWall } from '../support/running-wall.ts'

const catalogues = [common, filing, moderate, screen, session, team, wallWords]
/** Names of people, places and languages, addresses, dates. */
const names =
  /^(@?handle\.invalid|Voice Number \d+|VN?\d?|HI|Ana|ana@example\.org|Bluesky|English|Español|EN|ES|es|https?:\S+|[\w.-]+\.(org|com)|localhost:\d+\S*|\d{1,2} (ene|feb|mar|abr|may|jun|jul|ago|sept|oct|nov|dic)\.?|Ctrl\+Z)$/

let wall: RunningWall
let browser: Browser
let pages: Pages

beforeAll(async () => {
  wall = await startStatesWall()
  browser = await launchBrowser()
  pages = createPages(browser, () => wall.url)
})
afterEach(() => pages.close())
afterAll(async () => {
  await browser?.close()
  await wall?.close()
})

describe('before the first answer', () => {
  test.concurrent.each(emptyStates)('$name', checkSpanish)
})

describe('with answers', () => {
  beforeAll(() => fillStatesWall(wall))
  test.concurrent.each(fullStates)('$name', checkSpanish)

  test('posts say which language they are in, or that nobody knows', async () => {
    for (const path of ['/', '/screen', '/moderate?standing=approved']) {
      const page = await pages.open(path, { locale: 'es-MX', cookie: wall.admin.cookie })
      const words = page.locator('article .words')
      await words.first().waitFor()
      const found = await words.evaluateAll((all) =>
        all.map((one) => [one.getAttribute('lang'), one.textContent?.includes('familias') ? 'es' : '']),
      )
      for (const [lang, wanted] of found) expect(lang).toBe(wanted)
    }
  })

  test('a choice counts at once, is kept, and an address goes before it', async () => {
    const page = await pages.open('/')
    await page.getByRole('button', { name: 'Español' }).click()
    expect(await page.locator('html').getAttribute('lang')).toBe('es')
    await page.getByRole('heading', { name: 'Cómo participar' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Cómo participar' }).waitFor()
    await page.goto(new URL('/?lang=en', wall.url).href)
    await page.getByRole('heading', { name: 'How to join' }).waitFor()
    const own = await pages.open('/sign-in', { locale: 'es-AR' })
    await own.getByRole('heading', { name: 'Entrar' }).waitFor()
  })
})

async function checkSpanish(state: PageState): Promise<void> {
  const own = createPages(browser, () => wall.url)
  const page = await openState(own, wall, state, { search: 'lang=es' })
  expect(await page.locator('html').getAttribute('lang')).toBe('es')
  const words = await collectInterfaceWords(page)
  await own.close()
  if (!state.path.startsWith('/screen')) expect(words.length).toBeGreaterThan(5)
  expect(findForeignWords(words, catalogues, names)).toEqual([])
}
