// Filing in a browser, on the true processes: suggestions by key, reasons, learning from what was refiled,
// the team's seeds.
import type { FilingAnswer, SeedsAnswer, SeedsView } from '@wall/api/wire/filing'
import type { QueuePost } from '@wall/api/wire/queue'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { makeFilingState, routeFiling } from '../support/browser/filing-answers.ts'
import { findRow, seeFront, useModeratorsRoom } from '../support/browser/moderators-room.ts'
import type { ModeratorClient } from '../support/wall/moderator-client.ts'

const tag = '#rethinkingintervention'
const base = '/api/campaigns/rethinking-intervention/filing'
const learnMs = 40_000

const room = useModeratorsRoom()

test('F, G and H take the three suggestions, which stay where they are; W says why not another one', async () => {
  const post = await room.wall.post(
    room.nextNumber(),
    `Pair every new teacher with a coach who plans with them. ${tag}`,
  )
  await settleFiling()
  const desk = await room.open(room.wall.admin)
  const chips = desk.getByRole('group', { name: /^(Suggestions|Or rather)$/ }).getByRole('button')
  expect(await chips.count()).toBe(3)
  const names = await seeSteady(() => chips.allTextContents())
  const places = (await chips.locator('.mark').allTextContents()).map((mark) =>
    mark === '·' ? null : Number(mark),
  )
  for (const [at, key] of [
    [1, 'g'],
    [2, 'h'],
    [0, 'f'],
  ] as const) {
    await desk.keyboard.press(key)
    await room.expectServer(post, { takeaway: places[at] ?? null, standing: 'pending' })
  }
  await expect.poll(() => chips.first().getAttribute('aria-pressed')).toBe('true')
  expect(await chips.allTextContents()).toEqual(names)

  await desk.keyboard.press('w')
  const answer = desk.locator('.why-not-answer')
  const isInSight = () =>
    answer.evaluate((element) => {
      const bar = document.querySelector('.room-bar')?.getBoundingClientRect()
      return element.getBoundingClientRect().bottom <= (bar?.top ?? 0)
    })
  await expect.poll(isInSight).toBe(true)
  await desk.getByRole('button', { name: 'Why not takeaway 5?' }).click()
  await answer.getByText('Even a great plan will not work').waitFor()
  expect(await answer.textContent()).toMatch(/likely|maybe|a guess|so far behind/)

  // What was decided comes late, and moves nothing of what is being read.
  const release = Promise.withResolvers<void>()
  await desk.route('**/decisions', (route) => release.promise.then(() => route.continue()))
  await desk.reload()
  await seeFront(desk, post)
  await desk.keyboard.press('w')
  await answer.waitFor()
  await expect.poll(isInSight).toBe(true)
  const place = await seeSteady(() => answer.boundingBox())
  expect(await desk.locator('.history').count()).toBe(0)
  release.resolve()
  await desk.locator('.history li').nth(2).waitFor()
  expect(await answer.boundingBox()).toEqual(place)
  // Asked of each place on offer it says what speaks against it, and what stands there.
  const { suggestions } = (await room.wall.admin.getPost(post.id)).filing
  for (const { takeaway, against = [] } of suggestions.slice(0, 3)) {
    const name = takeaway === null ? 'None' : `Why not takeaway ${takeaway}?`
    await desk.getByRole('group', { name: 'Ask about' }).getByRole('button', { name, exact: true }).click()
    await desk.locator(`.why-not-answer[data-takeaway="${takeaway ?? 'unfiled'}"]`).waitFor()
    const told = await answer.textContent()
    expect(told).toMatch(/Like it, and filed there:|Nearest to it there, though not much like it:/)
    expect(await answer.locator('.near li').count()).toBeGreaterThan(0)
    if (takeaway !== suggestions[0]?.takeaway)
      expect(told).toContain(`Speaks against it: ${against.join(', ')}`)
  }
  expect(suggestions.slice(1, 3).flatMap(({ against = [] }) => against)).toContain('plans')
  await desk.keyboard.press('w')
  await answer.waitFor({ state: 'detached' })
})

test('what moderators refile changes what is suggested for the next one, with a reason that names it', async () => {
  const waiting = await room.wall.post(room.nextNumber(), `More zeppelins, please ${tag}`)
  expect(waiting.filing.suggestions[0]?.takeaway).not.toBe(5)
  const desk = await room.open(room.wall.admin)
  await seeFront(desk, waiting)

  const taught = ['Zeppelins on every floor', 'A zeppelin for each class', 'We built zeppelins, all of us']
  for (const words of taught) {
    const post = await room.wall.post(room.nextNumber(), `${words} ${tag}`)
    await findRow(desk, post).click()
    await seeFront(desk, post)
    await desk.keyboard.press('5')
    await desk.keyboard.press('a')
    await room.expectServer(post, { standing: 'approved', takeaway: 5 })
  }

  await expect.poll(() => firstSuggestion(waiting), { timeout: learnMs, interval: 250 }).toBe(5)
  await findRow(desk, waiting).click()
  await seeFront(desk, waiting)
  const filing = desk.getByRole('region', { name: 'Filed under' })
  await filing.getByText('Its words sound most like takeaway 5').waitFor()
  expect(await filing.locator('.near').textContent()).toMatch(/zeppelin/i)
  expect(await desk.locator('.card-words mark').allTextContents()).toContain('zeppelins')

  // The next one, that nobody has seen before, too.
  const next = await room.wall.post(room.nextNumber(), `One more zeppelin would help ${tag}`)
  await expect.poll(() => firstSuggestion(next), { timeout: learnMs, interval: 250 }).toBe(5)
})

test('two moderators who disagree are both named', async () => {
  const post = await room.wall.post(room.nextNumber(), `Something that can be read in two ways ${tag}`)
  await file(room.wall.admin, post, 2)
  await file(room.colleague, post, 4)
  const desk = await room.open(room.wall.admin)
  await desk.getByText('Moderators see this differently:').waitFor()
  expect(await desk.locator('.disagreement').textContent()).toContain(
    'Ana filed it under 2 and Ben filed it under 4.',
  )
})

test('the filing page says in plain words how far words may be trusted', async () => {
  await expect
    .poll(async () => (await room.wall.admin.get<{ state: unknown }>(base)).state, { timeout: learnMs })
    .not.toBeNull()
  const page = await room.pages.open('/team', { cookie: room.colleague.cookie })
  await page.getByRole('link', { name: 'Filing' }).click()
  await page.getByRole('heading', { name: 'Words alone file nothing yet' }).waitFor()
  await page.getByRole('rowheader', { name: /Right at first guess/ }).waitFor()
  // Moderators look, administrators change.
  await page.locator('.seeds-place > summary').first().click()
  await page.getByText('Administrators can change them.').waitFor()
  expect(await page.locator('.seeds textarea').count()).toBe(0)
})

test('the filing page names the places that are mixed up and those that mean the same, for the model and for a draft', async () => {
  const page = await room.pages.open('/filing', { cookie: room.wall.admin.cookie, route: routeFiling })
  const place = (number: number) =>
    `${number}Takeaway ${number}${builtInCampaign().takeaways.find((one) => one.number === number)?.title}`
  const read = (name: string) =>
    page.getByRole('region', { name, exact: true }).getByRole('listitem').allTextContents()
  await page.getByRole('heading', { name: 'What it mixes up' }).waitFor()
  expect(await read('What it mixes up')).toEqual([
    `${place(3)}was taken 4 times for${place(5)}`,
    `·Other answersNone of themwas taken 3 times for${place(4)}`,
    `${place(1)}was taken 1 time for${place(6)}`,
  ])
  expect(await read('Takeaways that say the same')).toEqual([
    `${place(3)}says much the same (81%) as${place(4)}`,
  ])
  await page.getByText('Give each of them examples that only it could have').first().waitFor()
  // The draft's own, measured live.
  const score = page.locator('.score')
  await score.getByText('was taken 6 times for').waitFor({ timeout: learnMs })
  await score.getByText('says much the same (81%) as').waitFor()

  const bare = makeFilingState({ confused: [], alike: [] })
  const quiet = await room.pages.open('/filing', {
    cookie: room.wall.admin.cookie,
    route: (context) => routeFiling(context, { state: bare }),
  })
  await quiet.getByText('Nothing is mixed up often.').waitFor()
  await quiet.getByText('Each takeaway speaks for itself.').waitFor()
})

test('seeds are edited with a live score, and of two editors neither loses anything', async () => {
  const page = await openEditor()
  const score = page.locator('.score')
  await score.getByText(/^Measured on [\d,]+ examples/).waitFor({ timeout: learnMs })
  // Written down as they come: a draft that was measured before shows no parts when it comes back.
  const told = await score.evaluateHandle((element) => {
    const texts: string[] = []
    const read = () => texts.push(element.querySelector('.score-state')?.textContent ?? '')
    new MutationObserver(read).observe(element, { childList: true, characterData: true, subtree: true })
    return texts
  })

  const examples = page.getByRole('region', { name: /^Examples/ })
  await examples.getByLabel('Add examples').fill('- First of mine\n- Second of mine\n\n- First of mine')
  await page.keyboard.press('Enter')
  await page.getByText('Added 2 lines; left out 1').waitFor()
  const third = examples.getByRole('textbox', { name: 'Examples, line 3', exact: true })
  const removed = await third.inputValue()
  await examples
    .getByRole('button', { name: /^Remove/ })
    .nth(2)
    .dblclick()
  // The line that moved up stays.
  await page.getByText('Not saved: 2 added, 1 taken out').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Not saved: 2 added, 0 taken out').waitFor()
  expect(await third.inputValue()).toBe(removed)
  await score.getByText('Measuring').waitFor({ state: 'hidden', timeout: learnMs })
  await score
    .getByText(/points since saved|as saved/)
    .first()
    .waitFor({ timeout: learnMs })
  // The first part's score did not wait for the whole.
  expect((await told.jsonValue()).join('\n')).toMatch(/so far [\d,]+ examples, [12] of 3 parts/)

  // Between the key and the server, where the page cannot have heard of it yet.
  let isFirst = true
  await page.route(`**${base}/seeds`, async (route) => {
    if (route.request().method() === 'PUT' && isFirst) {
      isFirst = false
      await saveElsewhere('Theirs, saved meanwhile')
    }
    await route.continue()
  })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Ana saved other changes meanwhile').waitFor()
  await page.getByText('Not saved: 2 added, 0 taken out').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved. It is learnt from').waitFor()
  const { seeds } = await room.wall.admin.get<SeedsAnswer>(`${base}/seeds`)
  const lines = seeds.takeaways.find((one) => one.id === 1)?.examples ?? []
  expect(lines).toEqual(
    expect.arrayContaining([removed, 'First of mine', 'Second of mine', 'Theirs, saved meanwhile']),
  )
})

test('unsaved changes are asked about, kept in this browser, and gone when they are discarded', async () => {
  const page = await openEditor()
  // However soon it is left after the last change: no timer runs until then.
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  await page.getByLabel('Add keywords').fill('kept for later')
  await page.keyboard.press('Enter')
  await page.getByText('Not saved: 1 added').waitFor()
  await page.getByRole('link', { name: 'Team' }).click()
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
  await dialog.getByRole('button', { name: 'Stay' }).click()
  await page.getByText('Not saved: 1 added').waitFor()
  await page.getByRole('link', { name: 'Team' }).click()
  await dialog.getByRole('button', { name: 'Leave' }).click()
  await page.waitForURL('**/team')
  await page.clock.resume()

  await page.getByRole('link', { name: 'Filing' }).click()
  await page.getByText('These are your unsaved changes from before').waitFor()
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByText('Not saved').waitFor({ state: 'detached' })
})

test('without the server the editor says so, keeps what is typed, and goes on when it is back', async () => {
  const page = await openEditor()
  await page.context().setOffline(true)
  await page.getByLabel('Add keywords').fill('typed without a network')
  await page.keyboard.press('Enter')
  await page.getByText('The score waits for it').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('This was not saved. Your changes stay here.').waitFor()
  await page.context().setOffline(false)
  await page.getByText(/^Measured on [\d,]+ examples/).waitFor({ timeout: learnMs })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved. It is learnt from').waitFor()
})

async function openEditor(): Promise<Page> {
  const page = await room.pages.open('/filing', { cookie: room.wall.admin.cookie })
  await page.locator('.seeds-place > summary').first().click()
  await page.getByLabel('Add keywords').waitFor()
  return page
}

/** The same twice in a row, with time enough between for news on their way. */
async function seeSteady<T>(read: () => Promise<T>): Promise<T> {
  let last = await read()
  for (let look = 0; look < 20; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1200))
    const next = await read()
    if (JSON.stringify(next) === JSON.stringify(last)) return next
    last = next
  }
  throw new Error(`never at rest: ${JSON.stringify(last)}`)
}

/** The newest model has looked at all that waits: nothing changes by itself now. */
async function settleFiling(): Promise<void> {
  const isSettled = async () => {
    const { state, behind } = await room.wall.admin.get<FilingAnswer>(base)
    return state !== null && behind === 0
  }
  await expect.poll(isSettled, { timeout: learnMs, interval: 250 }).toBe(true)
}

async function firstSuggestion(post: QueuePost): Promise<number | null | undefined> {
  return (await room.wall.admin.getPost(post.id)).filing.suggestions[0]?.takeaway
}

async function file(who: ModeratorClient, post: QueuePost, takeaway: number): Promise<void> {
  const { version } = await who.getPost(post.id)
  await who.post(`/api/campaigns/rethinking-intervention/posts/${post.id}/filing`, { version, takeaway })
}

/** Another administrator's save, through HTTP. */
async function saveElsewhere(line: string): Promise<void> {
  const { version, seeds } = await room.wall.admin.get<SeedsAnswer>(`${base}/seeds`)
  const changed: SeedsView = {
    ...seeds,
    takeaways: seeds.takeaways.map((one) =>
      one.id === 1 ? { ...one, examples: [...one.examples, line] } : one,
    ),
  }
  const answer = await fetch(new URL(`${base}/seeds`, room.wall.url), {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      'x-requested-with': 'takeaway-wall',
      origin: room.wall.url,
      cookie: room.wall.admin.cookie,
    },
    body: JSON.stringify({ version, seeds: changed }),
  })
  if (!answer.ok) throw new Error(`seeds: ${answer.status} ${await answer.text()}`)
}
