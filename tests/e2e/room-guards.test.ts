// No decision ever falls on words that nobody has seen: whatever brings another answer in front, and however
// the press was made.
import type { QueuePost } from '@wall/api/wire/queue'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  findButton,
  findRow,
  holdsOrders,
  seeFront,
  seeSettled,
  useModeratorsRoom,
} from '../support/browser/moderators-room.ts'
import { makeNetworkDeletion, makeNetworkEdit } from '../support/network/network-posts.ts'

const room = useModeratorsRoom()
const approve = (desk: Page) => findButton(desk, 'Approve')
const told = 'Not done: what is in front had only just come. Look at it, then decide.'

/**
 * Each is one press too many. `told`: the second is refused, and that is said; without, there is no second.
 */
const gestures: { name: string; told: boolean; make: (desk: Page) => Promise<void> }[] = [
  { name: 'a double click', told: true, make: (desk) => approve(desk).dblclick() },
  {
    name: 'a slow double click',
    told: true,
    make: (desk) => approve(desk).click({ clickCount: 2, delay: 300 }),
  },
  {
    name: 'two quick keys',
    told: true,
    make: (desk) => pressAtOnce(desk, ['a', 'r']),
  },
  {
    name: 'a key, then a digit',
    told: true,
    make: (desk) => pressAtOnce(desk, ['a', '4']),
  },
  {
    name: 'a letter held down',
    told: false,
    async make(desk) {
      for (let times = 0; times < 20; times += 1) await desk.keyboard.down('a')
      await desk.keyboard.up('a')
    },
  },
  {
    name: 'Enter held down on the button, however long',
    told: true,
    async make(desk) {
      await approve(desk).focus()
      await desk.keyboard.down('Enter')
      await seeSettled(desk)
      for (let times = 0; times < 5; times += 1) await desk.keyboard.down('Enter')
      await desk.keyboard.up('Enter')
    },
  },
]

test('a double click, two quick keys, a key held down: each decides one answer and leaves the next one alone', async () => {
  let [front] = await room.fill(1)
  const desk = await room.open(room.wall.admin)
  for (const { name, told: isTold, make } of gestures) {
    const [next] = await room.fill(1)
    await findRow(desk, next).waitFor()
    await seeFront(desk, front)
    await make(desk)
    if (isTold) await desk.getByRole('status').getByText(told).first().waitFor()
    await seeFront(desk, next)
    await room.expectServer(front, { standing: 'approved' })
    await expectUntouched(desk, next, name)
    front = next
  }
  await approve(desk).click()
  await room.expectServer(front, { standing: 'approved' })
})

test('a double tap decides one answer and leaves the next one alone', async () => {
  const [first, second] = await room.fill(2)
  const desk = await room.open(room.wall.admin, { viewport: { width: 390, height: 844 }, hasTouch: true })
  const box = await approve(desk).boundingBox()
  if (!box) throw new Error('there is no button to approve')
  const fingers = await desk.context().newCDPSession(desk)
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const began = Date.now() / 1000
  const touch = (type: 'touchStart' | 'touchEnd', after: number) =>
    fingers.send('Input.dispatchTouchEvent', {
      ...{ type, timestamp: began + after, touchPoints: type === 'touchStart' ? [point] : [] },
    })
  await Promise.all([
    touch('touchStart', 0),
    touch('touchEnd', 0.05),
    touch('touchStart', 0.15),
    touch('touchEnd', 0.2),
  ])
  await desk.getByText(told).waitFor()
  await room.expectServer(first, { standing: 'approved' })
  await expectUntouched(desk, second)
})

const arrivals: { name: string; bring: (desk: Page, posts: QueuePost[]) => Promise<void> }[] = [
  {
    name: 'by another moderator’s decision',
    async bring(desk, [first]) {
      await room.colleague.decide(await room.wall.admin.getPost(first?.id ?? 0), 'approved')
      await desk.getByText('Somebody just approved this.').waitFor()
    },
  },
  {
    name: 'by its author’s deletion',
    async bring(desk) {
      room.wall.tell(makeNetworkDeletion(room.lastNumber() - 1))
      await desk.getByText(/just taken off the network|was deleted/).waitFor()
    },
  },
  {
    name: 'by an edit of the words in front',
    async bring(desk) {
      room.wall.tell(makeNetworkEdit(room.lastNumber() - 1, 'Quite other words #rethinkingintervention'))
      await desk.getByRole('article').getByText('Quite other words').waitFor()
    },
  },
  {
    name: 'by a click in the list',
    bring: (desk, [, second]) => findRow(desk, second as QueuePost).click(),
  },
  { name: 'by a step', bring: (desk) => desk.keyboard.press('j') },
  {
    name: 'by another list',
    async bring(desk) {
      await desk.getByRole('button', { name: /^Saved for later/ }).click()
      await desk.locator('.room-empty').waitFor()
      await desk.getByRole('button', { name: /^Waiting/ }).click()
      await desk.getByRole('article').waitFor()
    },
  },
  {
    name: 'by a reload',
    async bring(desk) {
      await desk.reload()
      await desk.getByRole('article').waitFor()
    },
  },
]

test('whatever brings an answer in front, no press that falls on it decides it, nor a second one', async () => {
  let posts = await room.fill(2)
  const desk = await room.open(room.wall.admin)
  const box = await approve(desk).boundingBox()
  if (!box) throw new Error('there is no button to approve')
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  for (const { name, bring } of arrivals) {
    await seeFront(desk, posts[0])
    await bring(desk, posts)
    await pressAtOnce(desk, ['r', 'r'], place)
    await expectUntouched(desk, posts[1], name)
    const first = await room.wall.admin.getPost(posts[0].id).catch(() => undefined)
    expect(first?.standing, name).toBe(name.includes('decision') ? 'approved' : first && 'pending')

    await room.wall.emptyQueue()
    posts = await room.fill(2)
    await desk.reload()
  }
})

test('a press held while another answer comes in front decides nothing, with mouse and space bar', async () => {
  const posts = await room.fill(3)
  const desk = await room.open(room.wall.admin)
  for (const [at, [down, up]] of [
    [() => desk.mouse.down(), () => desk.mouse.up()],
    [() => desk.keyboard.down(' '), () => desk.keyboard.up(' ')],
  ].entries()) {
    await seeFront(desk, posts[at] as QueuePost)
    await approve(desk).hover()
    await approve(desk).focus()
    await down?.()
    await room.colleague.decide(await room.wall.admin.getPost((posts[at] as QueuePost).id), 'stashed')
    await desk.getByText('Somebody just saved this for later.').waitFor()
    await seeSettled(desk)
    await up?.()
    await desk.getByText(told).first().waitFor()
    await desk.getByRole('button', { name: /^(Go on|I have read it)$/ }).click()
  }
  await seeFront(desk, posts[2])
  await expectUntouched(desk, posts[2])
})

test('an undone answer comes back in front and waits for a look, and the second click of two undoes no more', async () => {
  const [first, second, third] = await room.fill(3)
  const desk = await room.open(room.wall.admin)
  for (const next of [second, third]) {
    await approve(desk).click()
    await seeFront(desk, next)
  }
  await pressAtOnce(desk, ['u', 'r'])
  await desk.getByText(told).waitFor()
  await seeFront(desk, second)
  await room.expectServer(second, { standing: 'pending' })
  await approve(desk).click()
  await seeFront(desk, third)
  await desk.getByRole('region', { name: 'Decide' }).getByRole('button', { name: 'Undo' }).dblclick()
  await seeFront(desk, second)
  await room.expectServer(second, { standing: 'pending' })
  await room.expectServer(first, { standing: 'approved' })
})

/**
 * In one go: a busy machine would leave time to look between them. Then a click on whatever button is at that
 * place.
 */
function pressAtOnce(desk: Page, keys: string[], place?: { x: number; y: number }): Promise<void> {
  return desk.evaluate(
    ([keys, place]) => {
      for (const key of keys)
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      if (place) document.elementFromPoint(place.x, place.y)?.closest('button')?.click()
    },
    [keys, place] as const,
  )
}

async function expectUntouched(desk: Page, post: QueuePost, what?: string): Promise<void> {
  await expect.poll(() => holdsOrders(desk)).toBe(false)
  const { standing, takeaway } = await room.wall.admin.getPost(post.id)
  expect({ standing, takeaway }, what).toEqual({ standing: 'pending', takeaway: post.takeaway })
}
