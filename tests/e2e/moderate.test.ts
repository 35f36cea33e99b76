// The moderators' room in a browser, on the true processes: keys, undo, colleagues, lost networks, ended
// sessions.
import type { QueuePost } from '@wall/api/wire/queue'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  ben,
  findButton,
  findRow,
  holdsOrders,
  seeFront,
  seeSettled,
  useModeratorsRoom,
} from '../support/browser/moderators-room.ts'
import { isTriedOnOneNode } from '../support/browser/stage.ts'
import { makeNetworkDeletion, makeNetworkEdit } from '../support/network/network-posts.ts'
import { ana } from '../support/wall/moderator-client.ts'

const tag = '#rethinkingintervention'

const room = useModeratorsRoom()
/** What no number of nodes can break. */
const it = test.skipIf(isTriedOnOneNode)

test('keys approve, reject, save for later, file and move, and say what they did', async () => {
  const [first, second, third, fourth] = await room.fill(4)
  const desk = await room.open(room.wall.admin)
  await seeFront(desk, first)

  await desk.keyboard.press('4')
  await desk.getByText('Filed under 4').waitFor()
  await desk.keyboard.press('a')
  await seeFront(desk, second)
  await desk.getByText('Approved. Now: ').waitFor()
  expect(await desk.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE')
  await desk.keyboard.press('r')
  await seeFront(desk, third)
  await desk.keyboard.press('0')
  await desk.keyboard.press('s')
  await seeFront(desk, fourth)
  await room.expectServer(first, { standing: 'approved', takeaway: 4 })
  await room.expectServer(second, { standing: 'rejected' })
  await room.expectServer(third, { standing: 'stashed', takeaway: null })

  const [fifth] = await room.fill(1)
  await findRow(desk, fifth).waitFor()
  await desk.keyboard.press('j')
  await seeFront(desk, fifth)
  await desk.keyboard.press('k')
  await seeFront(desk, fourth)
  await desk.keyboard.press('ArrowRight')
  await seeFront(desk, fifth)
  for (const takeaway of [1, 2, 3, 5, 6]) {
    await desk.keyboard.press(String(takeaway))
    await room.expectServer(fifth, { takeaway, standing: 'pending' })
  }

  await desk.keyboard.press('?')
  const help = desk.getByRole('dialog', { name: 'Keys' })
  await help.waitFor()
  await desk.keyboard.press('a')
  await desk.keyboard.press('Escape')
  await help.waitFor({ state: 'hidden' })
  for (const key of ['q', 'Control+a']) await desk.keyboard.press(key)
  await room.expectServer(fifth, { standing: 'pending' })
})

it('buttons and chips do what the keys do, and keep the focus', async () => {
  const text = `Pair every new teacher with a coach, and give both the time to plan together. ${tag}`
  const post = await room.wall.post(room.nextNumber(), text)
  const desk = await room.open(room.wall.admin)
  const chip = desk
    .getByRole('group', { name: /^(Suggestions|Or rather)$/ })
    .getByRole('button')
    .first()
  // A click on suggestions that have just changed does nothing: it was meant for those before.
  const takeChip = async () => {
    const place = Number(await chip.locator('.mark').textContent())
    await chip.click()
    return (await room.wall.admin.getPost(post.id)).takeaway === place
  }
  await expect.poll(takeChip, { timeout: 30_000, interval: 800 }).toBe(true)
  const six = desk.getByRole('button', { name: 'File under takeaway 6' })
  await six.click()
  await room.expectServer(post, { takeaway: 6 })
  expect(await six.getAttribute('aria-pressed')).toBe('true')

  const [next] = await room.fill(1)
  await findRow(desk, next).waitFor()
  await findButton(desk, 'Approve').focus()
  await desk.keyboard.press('Enter')
  await seeFront(desk, next)
  expect(await desk.evaluate(() => document.activeElement?.textContent)).toContain('Approve')
  await desk.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await seeFront(desk, post)
  await room.expectServer(post, { standing: 'pending', takeaway: 6 })
})

it('what was done is not taken away under the keyboard, and undoing it there leads back to the post', async () => {
  const [first] = await room.fill(1)
  const desk = await room.open(room.wall.admin, { route: (context) => context.clock.install() })
  await desk.keyboard.press('a')
  const news = desk.getByRole('status').filter({ hasText: 'Approved' })
  await news.getByText('. All done').waitFor()
  // As time is played, an answer that is still on its way would count as none.
  await expect.poll(() => holdsOrders(desk)).toBe(false)
  const undo = news.getByRole('button', { name: 'Undo' })
  await undo.focus()
  await desk.clock.runFor(10_000)
  expect(await undo.isVisible()).toBe(true)
  await desk.keyboard.press('Enter')
  await seeFront(desk, first)
  expect(await desk.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE')
  await desk.clock.runFor(10_000)
  await desk.getByText('Undone').waitFor({ state: 'detached' })
})

it('from an empty list of one takeaway the keyboard goes on to the post that all takeaways have', async () => {
  const [first] = await room.fill(1)
  const desk = await room.pages.open('/moderate?takeaway=4', { cookie: room.wall.admin.cookie })
  await desk.getByRole('button', { name: 'Show all takeaways' }).focus()
  await desk.keyboard.press('Enter')
  await seeFront(desk, first)
  await expect.poll(() => desk.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE')
})

test('undo goes back step by step, over several posts and several steps on one', async () => {
  const [first, second, third] = await room.fill(3)
  const before = await room.wall.admin.getPost(first.id)
  const desk = await room.open(room.wall.admin)
  for (const [post, ...keys] of [[first, '3', 'a'] as const, [second, 'r'] as const, [third, 's'] as const]) {
    await seeFront(desk, post)
    for (const key of keys) await desk.keyboard.press(key)
  }
  await desk.getByText('All done').first().waitFor()
  await room.expectServer(third, { standing: 'stashed' })

  await desk.keyboard.press('u')
  await seeFront(desk, third)
  await desk.keyboard.press('Control+z')
  await seeFront(desk, second)
  await desk.keyboard.press('u')
  await desk.keyboard.press('u')
  await seeFront(desk, first)
  for (const post of [first, second, third]) await room.expectServer(post, { standing: 'pending' })
  const placeOf = ({ takeaway, filing }: QueuePost) => ({ takeaway, by: filing.by })
  await expect.poll(async () => placeOf(await room.wall.admin.getPost(first.id))).toEqual(placeOf(before))
  await desk.keyboard.press('u')
  await desk.getByText('Nothing to undo').waitFor()

  // What stood before can be done again, and undone again at any speed.
  for (const keys of ['52auuu', '1au']) {
    await seeFront(desk, first)
    for (const key of keys) await desk.keyboard.press(key)
  }
  await room.expectServer(first, { standing: 'pending', takeaway: 1 })
  await seeFront(desk, first)
})

test('a colleague’s decision on the post in front is told before any key decides', async () => {
  const [first, second] = await room.fill(2)
  const desk = await room.open(room.wall.admin)
  await room.colleague.decide(await room.wall.admin.getPost(first.id), 'approved')
  await desk.getByText('Somebody just approved this.').waitFor()
  await seeSettled(desk)
  await desk.keyboard.press('r')
  await seeFront(desk, second)
  await desk.getByText('That was not done. Somebody just approved this. Look again, then decide.').waitFor()
  await room.expectServer(first, { standing: 'approved' })
  await room.expectServer(second, { standing: 'pending' })
})

test('of two decisions at once the first stands, and the second moderator is told', async () => {
  const [first, second] = await room.fill(2)
  const desk = await room.open(room.wall.admin)
  await desk.route('**/decision', async (route) => {
    await room.colleague.decide(await room.wall.admin.getPost(first.id), 'rejected')
    await route.continue()
  })
  await desk.keyboard.press('a')
  await desk.getByText('Your decision was not taken').waitFor()
  await desk.unroute('**/decision')
  await seeFront(desk, first)
  await room.expectServer(first, { standing: 'rejected' })
  await desk.getByRole('button', { name: 'Go on' }).click()
  await seeFront(desk, second)
})

test('two moderators empty one queue together: nothing is lost, nothing is decided twice', async () => {
  const posts = await room.fill(10)
  const desks = [await room.open(room.wall.admin), await room.open(room.colleague)]
  await Promise.all(
    desks.map(async (desk) => {
      for (let tries = 0; tries < 400; tries += 1) {
        if ((await room.wall.admin.listQueue('pending')).posts.length === 0) return
        await desk.keyboard.press('a')
        await seeSettled(desk)
      }
    }),
  )
  for (const post of posts) await room.expectServer(post, { standing: 'approved', version: post.version + 1 })
  // Whoever had the last post in front while the other one decided it is told so first, and goes on with any
  // decision's key.
  for (const desk of desks) {
    const goOn = async () => {
      await desk.keyboard.press('a')
      return desk.getByText('All done').first().isVisible()
    }
    await expect.poll(goOn, { timeout: 30_000 }).toBe(true)
  }
})

test('an edit or a deletion of the post in front stops the key that was meant for the old words', async () => {
  const [first, second] = await room.fill(2)
  const number = room.lastNumber() - 1
  const desk = await room.open(room.wall.admin)
  room.wall.tell(makeNetworkEdit(number, `Quite other words ${tag}`))
  await desk.getByText('Its author just changed it.').waitFor()
  await desk.getByRole('article').getByText('Quite other words').waitFor()
  await seeSettled(desk)
  await desk.keyboard.press('a')
  await room.expectServer(first, { standing: 'pending' })
  await seeFront(desk, first)
  await room.expectServer(first, { hiddenWhy: null })
  await desk.keyboard.press('a')
  await room.expectServer(first, { standing: 'approved' })

  await seeFront(desk, second)
  room.wall.tell(makeNetworkDeletion(number + 1))
  await desk.getByText(/just taken off the network|was deleted/).waitFor()
  await desk.getByText(`Post ${number + 1}`).waitFor({ state: 'detached' })
})

it('without a network deciding is off, with a sentence, and what was decided before is kept and sent', async () => {
  const [first, second, third] = await room.fill(3)
  const desk = await room.open(room.wall.admin)
  await desk.route('**/decision', (route) => route.abort('connectionrefused'))
  await desk.keyboard.press('a')
  await desk.getByText('The server doesn’t answer. 1 decision waits').waitFor()
  await seeFront(desk, second)
  await room.expectServer(first, { standing: 'pending' })

  await desk.context().setOffline(true)
  await desk.getByText('You are offline. Deciding waits').waitFor()
  await desk.getByText('1 decision waits to be sent.').waitFor()
  const approve = findButton(desk, 'Approve')
  expect(await approve.isDisabled()).toBe(true)
  await desk.keyboard.press('r')
  await desk.keyboard.press('j')
  await seeFront(desk, third)
  await desk.keyboard.press('k')

  await desk.unroute('**/decision')
  await desk.context().setOffline(false)
  await room.expectServer(first, { standing: 'approved' })
  await expect.poll(() => approve.isDisabled()).toBe(false)
  await seeFront(desk, second)
  await room.expectServer(second, { standing: 'pending' })
  await desk.keyboard.press('r')
  await room.expectServer(second, { standing: 'rejected' })
})

test.each(['shares locks among its pages', 'shares none, as over plain http'])(
  'with more pages open than a browser has connections, which %s, decisions go out, all hear of them, and one more page opens',
  async (how) => {
    const [first, second] = await room.fill(2)
    const hasLocks = how.includes('locks')
    const desk = await room.open(room.wall.admin, {
      async route(context) {
        if (hasLocks) return
        await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }))
      },
    })
    const context = desk.context()
    const openBeside = async (path: string) => {
      const page = await context.newPage()
      await page.goto(new URL(path, room.wall.url).href)
      return page
    }
    const walls: Page[] = []
    for (let count = 0; count < 6; count += 1) walls.push(await openBeside('/'))
    for (const wall of walls) await wall.getByText('Live', { exact: true }).waitFor()
    await desk.keyboard.press('a')
    await room.expectServer(first, { standing: 'approved' })
    const seeOn = (wall: Page, post: QueuePost) => wall.locator(`article[data-post="${post.id}"]`).first()
    const open = async (wall: Page, post: QueuePost) => {
      const more = wall.getByRole('button', { name: /^Show \d+ new/ })
      await seeOn(wall, post).or(more.first()).first().waitFor()
    }
    for (const wall of walls) await open(wall, first)
    await openBeside('/team').then((team) => team.getByRole('heading', { level: 1 }).waitFor())

    // A page that nobody sees gives its place to the next one, and catches up when it is looked at.
    const countPlaces = () => desk.evaluate(countTaken)
    await expect.poll(countPlaces).toBe(4)
    for (const wall of walls) await look(wall, 'hidden')
    await expect.poll(countPlaces).toBeLessThanOrEqual(2)
    await desk.bringToFront()
    await seeFront(desk, second)
    await desk.keyboard.press('a')
    await room.expectServer(second, { standing: 'approved' })
    for (const wall of walls.slice(0, 2)) {
      await look(wall, 'visible')
      await wall
        .getByRole('button', { name: /^Show \d+ new/ })
        .first()
        .waitFor()
    }
  },
)

/**
 * How many pages of this browser have a place for a stream: of those that share no locks, each that answers a
 * call.
 */
async function countTaken(): Promise<number> {
  if (navigator.locks) {
    const { held = [] } = await navigator.locks.query()
    return held.filter(({ name }) => name?.startsWith('wall:')).length
  }
  const calls = new BroadcastChannel('wall:streams')
  const answered = new Set<string>()
  calls.onmessage = ({ data }) => void answered.add(data.id)
  calls.postMessage({ id: 'test', since: Number.MAX_VALUE, isAsked: true })
  await new Promise((resolve) => setTimeout(resolve, 300))
  calls.close()
  return answered.size
}

async function look(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((next) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => next })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
}

it('a decision that has no answer after some seconds is told as unsent, not as done', async () => {
  const [first] = await room.fill(2)
  const desk = await room.open(room.wall.admin)
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await desk.route('**/decision', async (route) => {
    await held
    await route.continue()
  })
  await desk.keyboard.press('a')
  await desk.getByText('Approved. Now: ').waitFor()
  await desk.getByText('The server doesn’t answer. 1 decision waits').waitFor()
  expect(await desk.getByText('Approved. Now: ').count()).toBe(0)
  expect(await findButton(desk, 'Approve').isDisabled()).toBe(true)
  letGo()
  await room.expectServer(first, { standing: 'approved' })
  await expect.poll(() => findButton(desk, 'Approve').isDisabled()).toBe(false)
})

it('single-letter keys can be switched off, and stay off after a reload (WCAG 2.1.4)', async () => {
  const [first, second] = await room.fill(2)
  const desk = await room.open(room.wall.admin)
  await desk.getByRole('button', { name: 'Keys' }).click()
  await desk.getByRole('checkbox', { name: 'Single-letter keys' }).uncheck()
  await desk.keyboard.press('Escape')
  for (const key of ['a', 'r', 's', 'j', '3', '?']) await desk.keyboard.press(key)
  await desk.reload()
  await seeFront(desk, first)
  for (const key of ['a', 'r', 's', 'j', '3', '?']) await desk.keyboard.press(key)
  await seeFront(desk, first)
  expect(await desk.getByRole('dialog').count()).toBe(0)
  expect(await desk.locator('[aria-keyshortcuts]').count()).toBe(0)
  await room.expectServer(first, { standing: 'pending', version: first.version })

  await desk.keyboard.press('ArrowRight')
  await seeFront(desk, second)
  await desk.keyboard.press('ArrowLeft')
  await seeFront(desk, first)
  await findButton(desk, 'Approve').click()
  await room.expectServer(first, { standing: 'approved' })
  await desk.keyboard.press('Control+z')
  await room.expectServer(first, { standing: 'pending' })
})

test('a session that ends asks to sign in again in a new tab, and the decision is sent after it', async () => {
  const [first] = await room.fill(2)
  const desk = await room.open(room.wall.admin)
  await desk.context().clearCookies()
  await desk.keyboard.press('r')
  await desk.getByText('You were signed out before 1 decision was sent').waitFor()
  await room.expectServer(first, { standing: 'pending' })
  const opening = desk.context().waitForEvent('page')
  await desk.getByRole('link', { name: 'Sign in again' }).click()
  const tab = await opening
  await signIn(tab)
  await tab.waitForURL(({ pathname }) => pathname === '/moderate')
  await tab.close()
  // A headless browser gives every page the focus all the time.
  await desk.evaluate(() => window.dispatchEvent(new Event('focus')))
  await room.expectServer(first, { standing: 'rejected' })
})

it('another list after the session ended leads to the sign-in and back to that list', async () => {
  await room.fill(1)
  const desk = await room.open(room.wall.admin)
  await desk.context().clearCookies()
  await desk.getByRole('button', { name: /^Rejected/ }).click()
  await desk.waitForURL('**/sign-in?then=*')
  await signIn(desk)
  await desk.waitForURL(({ pathname, search }) => pathname + search === '/moderate?standing=rejected')
})

test('without a session the room leads to the sign-in and back to the same list', async () => {
  const desk = await room.pages.open('/moderate?standing=approved')
  await desk.waitForURL('**/sign-in?then=*')
  await desk.getByLabel('E-mail').fill(ben.email)
  await desk.getByLabel('Password', { exact: true }).fill('not this one')
  await desk.keyboard.press('Enter')
  await desk.getByText('E-mail and password don’t match').waitFor()
  await signIn(desk)
  await desk.waitForURL(({ pathname, search }) => pathname + search === '/moderate?standing=approved')
  await desk.getByRole('button', { name: 'Sign out' }).click()
  await desk.waitForURL('**/sign-in')
  await desk.goto(new URL('/team', room.wall.url).href)
  await desk.waitForURL('**/sign-in?then=*')
})

it('however long the list is, it is the list that scrolls, not the page', async () => {
  await room.fill(9)
  const desk = await room.open(room.wall.admin, { viewport: { width: 1280, height: 560 } })
  await expect.poll(() => desk.locator('.queue-row').count()).toBe(9)
  const heights = await desk.evaluate(() => {
    const list = document.querySelector('.queue-list')
    const { documentElement: page } = document
    return {
      page: page.scrollHeight - page.clientHeight,
      list: (list?.scrollHeight ?? 0) - (list?.clientHeight ?? 0),
    }
  })
  expect(heights.page).toBe(0)
  expect(heights.list).toBeGreaterThan(0)
})

it('on a phone the decision bar is within reach however long the words are', async () => {
  const text = `${'Long words about planning time. '.repeat(9)}${tag}`
  const post = await room.wall.post(room.nextNumber(), text)
  const readProposal = async () => (await room.wall.admin.getPost(post.id)).filing.proposed
  await expect.poll(readProposal, { timeout: 40_000 }).toBeTypeOf('number')
  const approve = `Approve under ${await readProposal()}`
  const desk = await room.open(room.wall.admin, { viewport: { width: 390, height: 664 }, hasTouch: true })
  const three = 'File under takeaway 3: '
  for (const name of [approve, 'Reject', 'Save for later', 'Undo', three]) {
    const box = await desk
      .getByRole('region', { name: 'Decide' })
      .getByRole('button', { name, exact: name !== three })
      .boundingBox()
    if (!box) throw new Error(`${name} is not there`)
    expect(box.y + box.height, name).toBeLessThanOrEqual(664)
    expect(box.x + box.width, name).toBeLessThanOrEqual(390)
    expect(box.height, name).toBeGreaterThanOrEqual(24)
  }
  await findButton(desk, approve).tap()
  await room.expectServer(post, { standing: 'approved' })
  expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

it('in every window the words come first, and phones show what a suggestion is called and no keys', async () => {
  const text = `Takeaway 2: ${'A plan that every teacher helped to write is kept. '.repeat(5)}${tag}`
  await room.wall.post(room.nextNumber(), text)
  const desk = await room.open(room.wall.admin, { hasTouch: true, isMobile: true })
  const chip = desk.getByRole('group', { name: /^(Suggestions|Or rather)$/ }).getByRole('button')
  await chip.first().waitFor()
  for (const [width, height, lines] of [
    [390, 844, 5],
    [844, 390, 3],
    [360, 640, 3],
    [640, 360, 3],
    [568, 320, 3],
    [320, 180, 4],
    [320, 256, 4],
    [768, 1024, 3],
    [1100, 420, 3],
  ] as const) {
    await desk.setViewportSize({ width, height })
    const seen = await desk.evaluate(() => {
      const words = document.querySelector('.room-front .card-words')
      if (!words) throw new Error('there are no words')
      const range = document.createRange()
      range.selectNodeContents(words)
      const tops = new Set<number>()
      for (const { left, top, width, height } of range.getClientRects()) {
        const hit = document.elementFromPoint(left + Math.min(width / 2, 40), top + height - 2)
        if (top >= 0 && hit && words.contains(hit)) tops.add(Math.round(top / 8))
      }
      return { lines: tops.size, wide: document.documentElement.scrollWidth }
    })
    expect(seen.lines, `lines at ${width}×${height}`).toBeGreaterThanOrEqual(lines)
    expect(seen.wide, `${width}×${height}`).toBeLessThanOrEqual(width)
  }
  await desk.setViewportSize({ width: 844, height: 390 })
  expect(await chip.first().locator('.filing-chip-title').boundingBox()).toMatchObject({
    width: expect.toSatisfy((width: number) => width > 60),
  })
  expect(await desk.getByRole('button', { name: 'Keys' }).count()).toBe(0)
  for (const name of ['Approve', 'Reject', 'Save for later', 'Back to waiting']) {
    const box = await findButton(desk, name).boundingBox()
    expect(box && box.y + box.height, name).toBeLessThanOrEqual(390)
  }
  await findButton(desk, 'Save for later').click()
  const said = desk.locator('.room-news .toast')
  const box = await said.boundingBox()
  expect(box && box.y + box.height).toBeLessThanOrEqual(390)
  await said.getByRole('button', { name: 'Undo' }).click()
})

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(ben.email)
  await page.getByLabel('Password', { exact: true }).fill(ben.password)
  await page.keyboard.press('Enter')
}

it('no link that somebody made up signs anybody in, or out of their own session', async () => {
  const { email, password } = { email: 'eve@example.org', password: 'words that somebody else chose' }
  await room.wall.invite({ name: 'Eve', email, password })
  const made = `/sign-in#demo=${Buffer.from(JSON.stringify({ email, password })).toString('base64url')}`
  const stranger = await room.pages.open(made)
  await stranger.getByText('this wall is none').waitFor()
  expect(stranger.url()).not.toContain('demo=')
  expect(await whoIsIn(stranger)).toBeNull()

  const desk = await room.pages.open(made, { cookie: room.wall.admin.cookie })
  await desk.waitForURL('**/moderate')
  expect(await whoIsIn(desk)).toBe(ana.email)
})

it('an invitation opened while somebody is signed in asks before it takes the place of their session', async () => {
  const invitation = await room.wall.admin.post<{ link: string }>('/api/invitations', { role: 'moderator' })
  const link = new URL(invitation.link)
  const page = await room.pages.open(link.pathname + link.hash, { cookie: room.wall.admin.cookie })
  await page.getByRole('heading', { name: 'Signed in as Ana' }).waitFor()
  expect(await page.getByLabel('E-mail').count()).toBe(0)
  await page.getByRole('button', { name: 'Make a new account' }).click()
  await page.getByLabel('E-mail').waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Stay signed in' }).click()
  await page.waitForURL('**/moderate')
  expect(await whoIsIn(page)).toBe(ana.email)
})

async function whoIsIn(page: Page): Promise<string | null> {
  const read = async () => (await fetch('/api/session')).json() as Promise<{ user: { email: string } | null }>
  return (await page.evaluate(read)).user?.email ?? null
}

test('the card says what was decided, by whom and when, and takes it back there, also after a reload', async () => {
  const [first] = await room.fill(1)
  const desk = await room.open(room.wall.admin)
  const names = await desk.locator('.decide').allInnerTexts()
  await desk.keyboard.press('a')
  await room.expectServer(first, { standing: 'approved' })
  await desk.goto(new URL('/moderate?standing=approved', room.wall.url).href)
  await seeFront(desk, first)
  const history = desk.getByRole('list', { name: 'What was decided' })
  await history.getByText(/ approved it$/).waitFor()
  // Each button stays what it is in every list: the one that stands is pressed.
  expect(await findButton(desk, 'Approve').getAttribute('aria-pressed')).toBe('true')
  expect(await findButton(desk, 'Reject').getAttribute('aria-pressed')).toBe('false')
  expect(await desk.locator('.decide').allInnerTexts()).toEqual(names)
  const taken = desk.waitForRequest('**/undo')
  await desk.route('**/undo', async (route) => {
    await room.colleague.decide(await room.wall.admin.getPost(first.id), 'rejected')
    await route.continue()
  })
  await history.getByRole('button', { name: /^Undo: / }).click()
  await taken
  await desk
    .getByText(/^Your undo was not taken\. Ben rejected it \(.+\)\. It stands as you see it now\.$/)
    .waitFor()
  await desk.unroute('**/undo')
  await seeFront(desk, first)
  await history.getByText('Ben rejected it').waitFor()
  await history.getByRole('button', { name: 'Undo: Ben rejected it' }).click()
  // As soon as it is there: what it is about was in front all the while.
  await history.getByRole('button', { name: 'Undo: Ana approved it' }).click()
  await room.expectServer(first, { standing: 'pending' })
})

it('a post that was approved and taken back waits again, and the next moderator sees both', async () => {
  const [first] = await room.fill(1)
  await room.colleague.decide(await room.wall.admin.getPost(first.id), 'approved')
  const base = '/api/campaigns/rethinking-intervention'
  const { decisions } = await room.wall.admin.get<{ decisions: { id: number }[] }>(
    `${base}/posts/${first.id}/decisions`,
  )
  await room.colleague.post(`${base}/decisions/${decisions[0]?.id}/undo`, {})
  const desk = await room.open(room.wall.admin)
  await seeFront(desk, first)
  const history = desk.getByRole('list', { name: 'What was decided' })
  await history.getByText('Ben approved it').waitFor()
  expect(await history.getByRole('listitem').count()).toBe(2)
})

it('after a choice in the filter the keyboard goes on with the posts, and letters are keys even while it has the focus', async () => {
  const [first] = await room.fill(1)
  const desk = await room.open(room.wall.admin)
  const filter = desk.getByRole('combobox', { name: 'Takeaway' })
  await filter.selectOption('unfiled')
  await seeFront(desk, first)
  await expect.poll(() => desk.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE')
  await filter.focus()
  await desk.keyboard.press('a')
  await room.expectServer(first, { standing: 'approved' })
  expect(await filter.inputValue()).toBe('unfiled')
})
