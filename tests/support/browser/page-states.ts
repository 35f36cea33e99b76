// Every page of the product in the states people meet it in, for tests that look at all of them.
import { computeCid } from '@wall/workers/demo/network/content-id'
import type { JsonObject } from '@wall/workers/demo/network/network-event'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { waitForIdeas } from '../database/gathered-ideas.ts'
import { makeNetworkProfile } from '../network/network-posts.ts'
import { type RunningWall, startWall } from '../wall/running-wall.ts'
import {
  makeSeedsAnswer,
  makeShortSeeds,
  routeFiling,
  routeQueueFiling,
  suggestedFiling,
} from './filing-answers.ts'
import type { PageOptions, Pages } from './pages.ts'

export interface PageState {
  name: string
  /** `{token}` stands for a fresh invitation. */
  path: string
  isSignedIn?: boolean
  /** What is there when the page is. */
  ready: string
  /** Answers that a small wall does not give by itself. */
  route?: (context: BrowserContext) => Promise<void>
  prepare?: (page: Page) => Promise<void>
}

const tag = '#rethinkingintervention'

export const emptyStates: readonly PageState[] = [
  { name: 'wall without answers', path: '/', ready: '.answers' },
  { name: 'screen without answers', path: '/screen', ready: '.waiting' },
  { name: 'moderate without answers', path: '/moderate', isSignedIn: true, ready: '.room-empty' },
  { name: 'team without answers', path: '/team', isSignedIn: true, ready: '.tile' },
]

export const fullStates: readonly PageState[] = [
  { name: 'wall', path: '/', ready: '.campaign-live' },
  {
    name: 'wall offline',
    path: '/',
    ready: '.campaign-live',
    async prepare(page) {
      await page.context().setOffline(true)
      await page.locator('.wall-offline').waitFor()
    },
  },
  { name: 'wall with an error', path: '/?campaign=nothing-here', ready: '.error-view' },
  { name: 'screen', path: '/screen', ready: 'article' },
  { name: 'moderate', path: '/moderate', isSignedIn: true, ready: 'article' },
  { name: 'approved list', path: '/moderate?standing=approved', isSignedIn: true, ready: 'article' },
  {
    name: 'help',
    path: '/moderate',
    isSignedIn: true,
    ready: 'article',
    async prepare(page) {
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'moderate with reasons',
    path: '/moderate',
    isSignedIn: true,
    ready: 'article',
    route: (context) => routeQueueFiling(context, suggestedFiling),
    async prepare(page) {
      await page.keyboard.press('w')
      await page.locator('.why-not-answer').waitFor()
    },
  },
  {
    name: 'filing before anything is measured',
    path: '/filing',
    isSignedIn: true,
    ready: '.seeds-place',
    route: (context) => routeFiling(context, { state: null, gone: ['measure'] }),
  },
  {
    name: 'filing',
    path: '/filing',
    isSignedIn: true,
    ready: '.score-figures',
    route: routeFiling,
  },
  {
    name: 'filing with unsaved changes',
    path: '/filing',
    isSignedIn: true,
    ready: '.score-figures',
    route: (context) =>
      routeFiling(context, {
        seeds: makeSeedsAnswer({ version: 3, savedBy: 'Ana', seeds: makeShortSeeds() }),
      }),
    async prepare(page) {
      await page.locator('.seeds-place > summary').nth(1).click()
      await page.locator('.seeds-add textarea').first().fill('Names first.')
      await page.keyboard.press('Enter')
      await page.locator('.seeds-remove').nth(1).click()
      await page.locator('.seeds-removed-open').click()
      await page.locator('.seeds-shipped summary').click()
      await page.locator('.save-row .button').first().waitFor()
    },
  },
  {
    name: 'filing with unsaved changes left behind',
    path: '/filing',
    isSignedIn: true,
    ready: '.score-figures',
    route: (context) => routeFiling(context, { seeds: makeSeedsAnswer({ seeds: makeShortSeeds() }) }),
    async prepare(page) {
      await page.locator('.seeds-place > summary').nth(2).click()
      await page.locator('.seeds-add textarea').first().fill('Names first.')
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: /^(Team|Equipo)$/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'filing with an error',
    path: '/filing',
    isSignedIn: true,
    ready: '.error-view',
    route: (context) => routeFiling(context, { gone: ['state', 'seeds'] }),
  },
  { name: 'team', path: '/team', isSignedIn: true, ready: '.tile' },
  {
    name: 'team with found answers',
    path: '/team',
    isSignedIn: true,
    ready: '.tile',
    async prepare(page) {
      await page.getByRole('searchbox').fill('teachers')
      await page.keyboard.press('Enter')
      await page.getByRole('article').first().waitFor()
      await page.locator('.invite .button').first().click()
      await page.locator('.invite-link').waitFor()
    },
  },
  { name: 'sign-in', path: '/sign-in', ready: 'input[name=email]' },
  {
    name: 'sign-in with faults',
    path: '/sign-in',
    ready: 'input[name=email]',
    async prepare(page) {
      await page.locator('[type=submit]').click()
      await page.locator('.field-fault').first().waitFor()
    },
  },
  { name: 'setup', path: '/setup#{token}', ready: 'input[name=email]' },
  { name: 'setup while signed in', path: '/setup#{token}', isSignedIn: true, ready: '.session-actions' },
  { name: 'setup without a link', path: '/setup', ready: '.session h1' },
  { name: 'setup with a used link', path: `/setup#${'x'.repeat(43)}`, ready: '.session h1' },
  { name: 'not found', path: '/no-such-page', ready: 'h1' },
]

/**
 * A wall whose posts have what posts can have: pictures with and without words, links, other languages, long
 * words.
 */
export async function startStatesWall(): Promise<RunningWall> {
  const jpeg = await sharp({ create: { width: 320, height: 200, channels: 3, background: '#8d5406' } })
    .jpeg()
    .toBuffer()
  return startWall({ findPicture: async () => jpeg })
}

export async function fillStatesWall(wall: RunningWall): Promise<void> {
  const shown: [text: string, takeaway: number | null, more?: JsonObject][] = [
    [`Learn every name before the first quiz. ${tag}`, 1],
    [`Teachers here visit each other on Fridays: https://example.org/${'long-address/'.repeat(4)} ${tag}`, 1],
    [`Que las familias entren en la escuela ${tag}`, 2, { langs: ['es'] }],
    [`A shelf for the hallway ${tag}`, 3, makePicture('A shelf of books')],
    [`Our timetable ${tag}`, 4, makePicture('')],
    [`${'Two teachers plan together, in the same hour, each week. '.repeat(4)}${tag}`, 5],
    [`Thank you for asking ${tag}`, null],
  ]
  for (const [at, [text, takeaway, more]] of shown.entries()) {
    wall.tell(makeNetworkProfile(at + 1, `Voice Number ${at + 1}`))
    await wall.show(at + 1, text, { takeaway, ...(more ? { more } : {}) })
  }
  await wall.post(21, `Takeaway 3: tutoring in the school day works best with the same teachers. ${tag}`)
  await wall.post(22, `Coaches who plan with new teachers give families and students time. ${tag}`)
  await wall.post(23, `What a week ${tag}`, makePicture(''))
  await waitForIdeas(wall)
}

/** Answers that would be wider or taller than the page, run backwards or lead elsewhere than they say. */
export async function fillHostile(wall: RunningWall): Promise<void> {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz'
  const word = (length: number) => alphabet.repeat(Math.ceil(length / 26)).slice(0, length)
  const host = `${[word(60), word(60), word(60)].join('.')}.example`
  const card = (title: string, uri: string) => ({
    embed: { $type: 'app.bsky.embed.external', external: { uri, title, description: '' } },
  })
  const link = (text: string, words: string, uri: string) => {
    const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(words)))
    return {
      index: { byteStart, byteEnd: byteStart + Buffer.byteLength(words) },
      features: [{ $type: 'app.bsky.richtext.facet#link', uri }],
    }
  }
  const steal = `Read instructionpartners.org/guide today ${tag}`
  const long = `A link ${word(700)} ${tag}`
  const gif = {
    embed: {
      $type: 'app.bsky.embed.external',
      external: {
        uri: 'https://media.tenor.com/abc/cat.gif?hh=280&ww=498',
        title: 'a cat GIF',
        description: 'Alt: A cat claps',
        thumb: { $type: 'blob', ref: { $link: computeCid('cat', 'blob') }, mimeType: 'image/jpeg', size: 9 },
      },
    },
  }
  const hostile: [text: string, more?: JsonObject][] = [
    [`${word(2_900)} ${tag}`],
    [
      `${word(1_200)
        .match(/.{1,7}/g)
        ?.join('\u00A0')} ${tag}`,
    ],
    [`${[...word(60)].map((letter) => letter + '\u0301\u0330\u0489'.repeat(7)).join('')} ${tag}`],
    [`${'\u2588\u2003'.repeat(20)}${'👩🏽‍🏫🤷'.repeat(22)} ${tag}`],
    [`${tag} الطلاب يتعلمون أفضل. شكرا!`],
    [`الطلاب يتعلمون أفضل. ${tag}`],
    [steal, { facets: [link(steal, 'instructionpartners.org/guide', 'https://login.example.net/steal')] }],
    [long, { facets: [link(long, word(700), `https://${host}/${word(900)}`)] }],
    [`Long titles for teachers ${tag}`, card(word(1_900), `https://${host}/`)],
    [
      `A title that is an address ${tag}`,
      card('instructionpartners.org/guide', 'https://login.example.net/'),
    ],
    [`A cat ${tag}`, gif],
    [`Lines\n${'\u00A0\n'.repeat(100)}end ${tag}`, makePicture(word(3_000))],
  ]
  for (const [at, [text, more]] of hostile.entries()) {
    const names = [word(640), `${word(60)}\u202E${'\u0301'.repeat(60)}`, '\u3164', `ابت${word(80)}`]
    wall.tell(makeNetworkProfile(at + 40, names[at % names.length] ?? ''))
    await wall.show(at + 40, text, { takeaway: (at % 6) + 1, ...(more ? { more } : {}) })
  }
  await wall.post(60, `${word(2_900)} ${tag}`, makePicture(word(3_000)))
  await waitForIdeas(wall)
}

function makePicture(alt: string): JsonObject {
  const image = {
    $type: 'blob',
    ref: { $link: computeCid(alt, 'blob') },
    mimeType: 'image/jpeg',
    size: 100,
  }
  return {
    embed: {
      $type: 'app.bsky.embed.images',
      images: [{ image, alt, aspectRatio: { width: 16, height: 10 } }],
    },
  }
}

export async function openState(
  pages: Pages,
  wall: RunningWall,
  state: PageState,
  options: PageOptions & { search?: string } = {},
): Promise<Page> {
  const { search, ...rest } = options
  const address = new URL(await fillPath(wall, state.path), wall.url)
  if (search) for (const [name, value] of new URLSearchParams(search)) address.searchParams.set(name, value)
  const page = await pages.open(address.href, {
    ...rest,
    ...(state.route ? { route: state.route } : {}),
    ...(state.isSignedIn ? { cookie: wall.admin.cookie } : {}),
  })
  await page.locator(state.ready).first().waitFor()
  await state.prepare?.(page)
  return page
}

async function fillPath(wall: RunningWall, path: string): Promise<string> {
  if (!path.includes('{token}')) return path
  const { link } = await wall.admin.post<{ link: string }>('/api/invitations', { role: 'moderator' })
  return path.replace('{token}', new URL(link).hash.slice(1))
}
