// Ideas in a browser, on the true processes: posts propose, a group appears, a person names it, and the name stays.
import type { TeamIdeas } from '@wall/api/wire/idea'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { createPages, type Pages } from '../support/pages.ts'
import { type RunningWall, startWall } from '../support/running-wall.ts'

const tag = '#rethinkingintervention'

let wall: RunningWall
let browser: Browser
let pages: Pages

beforeAll(async () => {
  wall = await startWall()
  browser = await launchBrowser()
  pages = createPages(browser, () => wall.url)
})
afterEach(() => pages.close())
afterAll(async () => {
  await browser?.close()
  await wall?.close()
})

test('like ideas gather, are named by hand, and the next like one joins while the name stays', async () => {
  const one = `What if two teachers visited every family at home in August? Pay them for it. ${tag}`
  const other = `I would add home visits: every family, at the kitchen table, before school starts ${tag}`
  await wall.show(1, one, { takeaway: 1 })
  await wall.show(2, other, { takeaway: 1 })
  await wall.show(3, `Thank you all for a lovely evening ${tag}`, { takeaway: 1 })

  const desk = await pages.open('/team', { cookie: wall.admin.cookie })
  const group = desk.locator('.idea-group').filter({ hasText: '2 answers' })
  await group.waitFor({ timeout: 30_000 })
  expect(await group.locator('.idea-people').textContent()).toContain('2')
  const name = await group.locator('.idea-name > span').textContent()
  expect(`${one} ${other}`.toLowerCase()).toContain(name?.toLowerCase())

  // By keyboard alone.
  await group.getByRole('button', { name: 'Rename' }).focus()
  await desk.keyboard.press('Enter')
  await desk.keyboard.type('Home visits, paid')
  await desk.keyboard.press('Enter')
  await desk.getByText('Named “Home visits, paid”. It stays so.').waitFor()
  const named = desk.locator('.idea-group').filter({ hasText: 'Home visits, paid' })
  await named.waitFor()
  expect(await desk.evaluate(() => document.activeElement?.textContent)).toContain('Rename')

  await wall.show(4, `Que las maestras visiten las casas de las familias en agosto ${tag}`, { takeaway: 1 })
  await named.filter({ hasText: '3 answers' }).waitFor({ timeout: 30_000 })
  expect(await named.locator('.idea-people').textContent()).toContain('3')

  await named.getByRole('button', { name: 'Show answers' }).click()
  const cards = named.getByRole('article')
  await cards.nth(2).waitFor()
  expect(await cards.first().getByRole('link', { name: 'Original' }).getAttribute('href')).toMatch(/^https:/)

  await cards.filter({ hasText: 'maestras' }).getByRole('button', { name: 'Not an idea' }).click()
  await named.filter({ hasText: '2 answers' }).waitFor()
  await desk.getByRole('button', { name: 'Undo' }).last().click()
  await named.filter({ hasText: '3 answers' }).waitFor({ timeout: 30_000 })
})

test('groups are parted and merged by hand, and everybody sees what is on the wall only', async () => {
  const read = () => wall.admin.get<TeamIdeas>('/api/campaigns/rethinking-intervention/team/ideas')
  const desk = await pages.open('/team', { cookie: wall.admin.cookie })
  const named = desk.locator('.idea-group').filter({ hasText: 'Home visits, paid' })
  await named.getByRole('button', { name: 'Show answers' }).click()
  const cards = named.getByRole('article')
  await cards.filter({ hasText: 'kitchen' }).getByRole('checkbox').check()
  await named.getByRole('button', { name: 'Make a group of its own' }).click()
  await named.filter({ hasText: '2 answers' }).waitFor()
  await expect
    .poll(async () => (await read()).groups.map(({ posts }) => posts), { timeout: 20_000 })
    .toEqual([2, 1])

  const boxes = desk.locator('.idea-pick input')
  await boxes.nth(0).check()
  await boxes.nth(1).check()
  await desk.getByRole('button', { name: 'Merge', exact: true }).click()
  await named.filter({ hasText: '3 answers' }).waitFor()
  expect((await read()).groups.map(({ name, people, isKept }) => ({ name, people, isKept }))).toEqual([
    { name: 'Home visits, paid', people: 3, isKept: true },
  ])

  await wall.post(5, `I would also add home visits in winter, for every family ${tag} #takeaway1`)
  await expect
    .poll(async () => (await read()).groups.reduce((sum, { posts }) => sum + posts, 0), { timeout: 20_000 })
    .toBe(4)
  const shown = await fetch(new URL('/api/campaigns/rethinking-intervention/ideas', wall.url))
  expect(JSON.stringify(await shown.json())).not.toContain('winter')
  const csv = await fetch(new URL('/api/campaigns/rethinking-intervention/team/ideas.csv', wall.url), {
    headers: { cookie: wall.admin.cookie },
  })
  expect(await csv.text()).toContain('Home visits, paid')
})
