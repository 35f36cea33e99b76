// The interface in Spanish, whole: no English left on any page, and people's words marked with their own
// language.
import { common } from '@wall/web/lib/i18n/es/common'
import { filing } from '@wall/web/lib/i18n/es/filing'
import { moderate } from '@wall/web/lib/i18n/es/moderate'
import { screen } from '@wall/web/lib/i18n/es/screen'
import { session } from '@wall/web/lib/i18n/es/session'
import { team } from '@wall/web/lib/i18n/es/team'
import { wall as wallWords } from '@wall/web/lib/i18n/es/wall'
import { beforeAll, describe, expect, test } from 'vitest'
import { collectInterfaceWords, findForeignWords } from '../support/browser/interface-words.ts'
import {
  emptyStates,
  fillStatesWall,
  fullStates,
  openState,
  type PageState,
  startStatesWall,
} from '../support/browser/page-states.ts'
import { createPages } from '../support/browser/pages.ts'
import { useStage } from '../support/browser/stage.ts'

const catalogues = [common, filing, moderate, screen, session, team, wallWords]
/** Names of people, places and languages, addresses, dates. */
const names =
  /^(@?handle\.invalid|Voice Number \d+|VN?\d?|HI|Ana|ana@example\.org|Bluesky|English|Español|EN|ES|es|https?:\S+|[\w.-]+\.(org|com)|localhost:\d+\S*|\d{1,2} (ene|feb|mar|abr|may|jun|jul|ago|sept|oct|nov|dic)\.?|Ctrl\+Z)$/

const stage = useStage(startStatesWall)

describe('before the first answer', () => {
  test.concurrent.each(emptyStates)('$name', checkSpanish)
})

describe('with answers', () => {
  beforeAll(() => fillStatesWall(stage.wall))
  test.concurrent.each(fullStates)('$name', checkSpanish)

  test('posts say which language they are in, or that nobody knows', async () => {
    for (const path of ['/', '/screen', '/moderate?standing=approved']) {
      const page = await stage.pages.open(path, { locale: 'es-MX', cookie: stage.wall.admin.cookie })
      const words = page.locator('article .words')
      await words.first().waitFor()
      const found = await words.evaluateAll((all) =>
        all.map((one) => [one.getAttribute('lang'), one.textContent?.includes('familias') ? 'es' : '']),
      )
      for (const [lang, wanted] of found) expect(lang).toBe(wanted)
    }
  })

  test('a choice counts at once, is kept, and an address goes before it', async () => {
    const page = await stage.pages.open('/')
    await page.getByRole('button', { name: 'Español' }).click()
    expect(await page.locator('html').getAttribute('lang')).toBe('es')
    await page.getByRole('heading', { name: 'Cómo participar' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Cómo participar' }).waitFor()
    await page.goto(new URL('/?lang=en', stage.wall.url).href)
    await page.getByRole('heading', { name: 'How to join' }).waitFor()
    const own = await stage.pages.open('/sign-in', { locale: 'es-AR' })
    await own.getByRole('heading', { name: 'Entrar' }).waitFor()
  })
})

async function checkSpanish(state: PageState): Promise<void> {
  const own = createPages(stage.browser, () => stage.wall.url)
  // The language is changed on the page as it stands: words that were worked out once would stay behind. A
  // screen has no choice.
  const isScreen = state.path.startsWith('/screen')
  const page = await openState(own, stage.wall, state, { search: isScreen ? 'lang=es' : 'lang=en' })
  if (!isScreen) await page.locator('button[lang=es]').evaluate((button: HTMLElement) => button.click())
  expect(await page.locator('html').getAttribute('lang')).toBe('es')
  const words = await collectInterfaceWords(page)
  await own.close()
  if (!isScreen) expect(words.length).toBeGreaterThan(5)
  expect(findForeignWords(words, catalogues, names)).toEqual([])
}
