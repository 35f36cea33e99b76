// Ideas in a browser, on the true processes: posts propose, a group appears, a person names it, and the name
// stays.
import type { IdeaGroupView, TeamIdeas } from '@wall/api/wire/idea'
import type { Locator } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { marked } from '../support/browser/pages.ts'
import { useStage } from '../support/browser/stage.ts'
import { waitForIdeas } from '../support/database/gathered-ideas.ts'
import { startWall } from '../support/wall/running-wall.ts'

const tag = '#rethinkingintervention'

const visits = `What if two teachers visited every family at home in August? Pay them for it. ${tag}`
const kitchen = `I would add home visits: every family, at the kitchen table, before school starts ${tag}`

// What is said by whom is read better with all seeds.
const stage = useStage(() => startWall({}, { CAMPAIGN_FILE: '' }))

beforeAll(async () => {
  await stage.wall.show(1, visits, { takeaway: 1 })
  await stage.wall.show(2, kitchen, { takeaway: 1 })
  await stage.wall.show(3, `Thank you all for a lovely evening ${tag}`, { takeaway: 1 })
  await waitForIdeas(stage.wall)
})

test('like ideas gather, are named by hand, and the next like one joins while the name stays', async () => {
  const desk = await stage.pages.open('/team', { cookie: stage.wall.admin.cookie })
  const group = desk.locator('.idea-group').filter({ hasText: '2 answers' })
  await group.waitFor()
  expect(await group.locator('.idea-people').textContent()).toContain('2')
  const name = await group.locator('.idea-name > span').textContent()
  expect(`${visits} ${kitchen}`.toLowerCase()).toContain(name?.toLowerCase())

  // By keyboard alone.
  await group.getByRole('button', { name: 'Rename' }).focus()
  await desk.keyboard.press('Enter')
  await desk.keyboard.type('Home visits, paid')
  await desk.keyboard.press('Enter')
  await desk.getByText('Named “Home visits, paid”. It stays so.').waitFor()
  const named = desk.locator('.idea-group').filter({ hasText: 'Home visits, paid' })
  await named.waitFor()
  expect(await desk.evaluate(() => document.activeElement?.textContent)).toContain('Rename')

  await stage.wall.show(4, `Que las maestras visiten las casas de las familias en agosto ${tag}`, {
    takeaway: 1,
  })
  await named.filter({ hasText: '3 answers' }).waitFor({ timeout: 30_000 })
  expect(await named.locator('.idea-people').textContent()).toContain('3')

  await named.getByRole('button', { name: 'Show answers' }).click()
  const cards = named.getByRole('article')
  await cards.nth(2).waitFor()
  expect(
    await cards
      .first()
      .getByRole('link', { name: /^Original/ })
      .getAttribute('href'),
  ).toMatch(/^https:/)

  await cards.filter({ hasText: 'maestras' }).getByRole('button', { name: 'Not an idea' }).dblclick()
  await named.filter({ hasText: '2 answers' }).waitFor()
  await desk.getByRole('button', { name: 'Undo' }).last().click()
  await named.filter({ hasText: '3 answers' }).waitFor({ timeout: 30_000 })
})

test('groups are parted and merged by hand, and everybody sees what is on the wall only', async () => {
  const read = () => stage.wall.admin.get<TeamIdeas>('/api/campaigns/rethinking-intervention/team/ideas')
  const desk = await stage.pages.open('/team', { cookie: stage.wall.admin.cookie })
  const named = desk.locator('.idea-group').filter({ hasText: 'Home visits, paid' })
  await named.getByRole('button', { name: 'Show answers' }).click()
  const cards = named.getByRole('article')
  await cards.filter({ hasText: 'kitchen' }).getByRole('checkbox').check()
  await named.getByRole('button', { name: 'Make a group of its own' }).click()
  await named.filter({ hasText: '2 answers' }).waitFor()
  await expect
    .poll(async () => (await read()).groups.map(({ posts }) => posts), { timeout: 30_000 })
    .toEqual([2, 1])

  const boxes = desk.locator('.idea-pick input')
  await boxes.nth(0).check()
  await boxes.nth(1).check()
  await desk.getByRole('button', { name: 'Merge', exact: true }).click()
  await named.filter({ hasText: '3 answers' }).waitFor()
  expect((await read()).groups.map(({ name, people, isKept }) => ({ name, people, isKept }))).toEqual([
    { name: 'Home visits, paid', people: 3, isKept: true },
  ])

  await stage.wall.post(5, `I would also add home visits in winter, for every family ${tag} #takeaway1`)
  await expect
    .poll(async () => (await read()).groups.reduce((sum, { posts }) => sum + posts, 0), { timeout: 30_000 })
    .toBe(4)
  const shown = await fetch(new URL('/api/campaigns/rethinking-intervention/ideas', stage.wall.url))
  expect(JSON.stringify(await shown.json())).not.toContain('winter')
  const csv = await fetch(new URL('/api/campaigns/rethinking-intervention/team/ideas.csv', stage.wall.url), {
    headers: { cookie: stage.wall.admin.cookie },
  })
  expect(await csv.text()).toContain('Home visits, paid')
})

test('what the keyboard is on stays so while groups change their order and answers join', async () => {
  const [one, other, third] = (await stage.wall.admin.listQueue('approved')).posts
  if (!one || !other || !third) throw new Error('expected three approved posts')
  let groups = [makeGroup(1, 3), makeGroup(2, 2)]
  let posts = [one, other]
  const desk = await stage.pages.open('/team', {
    cookie: stage.wall.admin.cookie,
    async route(context) {
      await context.route('**/team/ideas', (route) =>
        route.fulfill({ headers: marked, json: { groups, actions: [] } }),
      )
      await context.route('**/ideas/2/posts', (route) => route.fulfill({ headers: marked, json: { posts } }))
    },
  })
  const seeOrder = (ids: string[]) =>
    expect
      .poll(() => desk.locator('.idea-group').evaluateAll((all) => all.map((row) => row.dataset.group)), {
        timeout: 30_000,
      })
      .toEqual(ids)
  const weak = desk.locator('.idea-group[data-group="2"]')
  const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement)
  const rename = weak.getByRole('button', { name: 'Rename' })
  await rename.focus()
  for (const people of [4, 1]) {
    groups = [makeGroup(1, 3), makeGroup(2, people)].sort((a, b) => b.people - a.people)
    await stage.wall.post(people + 10, `Something new ${people} ${tag}`)
    await seeOrder(people > 3 ? ['2', '1'] : ['1', '2'])
    expect(await hasFocus(rename), `${people} people`).toBe(true)
  }

  await weak.getByRole('button', { name: 'Show answers' }).click()
  const box = weak.locator(`article[data-post="${other.id}"]`).getByRole('checkbox')
  await box.focus()
  posts = [third, one, other]
  groups = [makeGroup(1, 3), { ...makeGroup(2, 1), posts: 3 }]
  await stage.wall.post(20, `One more ${tag}`)
  await weak.getByRole('article').nth(2).waitFor()
  expect(await hasFocus(box)).toBe(true)
})

test('what was done is told for a while, and not taken away while the keyboard is on its undo', async () => {
  const desk = await stage.pages.open('/team', {
    cookie: stage.wall.admin.cookie,
    async route(context) {
      await context.clock.install()
      await context.route('**/team/ideas', (route) =>
        route.fulfill({ headers: marked, json: { groups: [makeGroup(1, 3)], actions: [] } }),
      )
      await context.route('**/ideas/1/name', (route) =>
        route.fulfill({ headers: marked, json: { changeId: 1, groupId: 1 } }),
      )
    },
  })
  await desk.getByRole('button', { name: 'Rename' }).click()
  await desk.keyboard.type('Other words')
  await desk.keyboard.press('Enter')
  const undo = desk.locator('.toast').getByRole('button', { name: 'Undo' })
  await undo.focus()
  await desk.clock.runFor(60_000)
  expect(await undo.isVisible()).toBe(true)
  await desk.getByRole('searchbox').focus()
  await desk.clock.runFor(60_000)
  expect(await undo.count()).toBe(0)
})

function makeGroup(id: number, people: number): IdeaGroupView {
  const strength = { people, posts: people, shownPeople: people, shownPosts: people }
  return {
    ...{ id, takeaway: 1, name: `Idea ${id}`, isNamedByHand: true, isKept: true },
    ...{ ...strength, newestAt: new Date(0).toISOString() },
  }
}
