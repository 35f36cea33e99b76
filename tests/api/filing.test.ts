import { MeasureLine, SeedsAnswer } from '@wall/api/wire/filing'
import { QueuePage } from '@wall/api/wire/queue'
import type { FilingState } from '@wall/db/model/filing/filing-state'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi, testEngines } from '../support/wall/open-test-api.ts'

const base = '/api/campaigns/test/filing'
const seeds = {
  takeaways: [
    {
      id: 1,
      examples: ['Rain fills the barrel', 'A barrel of rain', 'Rain barrels again'],
      keywords: ['barrel'],
    },
    { id: 2, examples: ['Worms make compost', 'Compost from leaves', 'Leaves and worms'], keywords: [] },
    { id: 3, examples: ['An oak gives shade', 'Shade of the oak', 'Oaks and shade'], keywords: [] },
  ],
  none: ['See you on Monday', 'Thanks to all'],
}

describe.each(testEngines)('filing over HTTP on %s', (engine) => {
  let api: TestApi
  let cookie: string
  beforeEach(async () => {
    api = await openTestApi({ engine })
    cookie = await api.signIn('admin')
  })
  afterEach(() => api.dispose())

  const get = async (path = base) => (await api.request(path, { headers: { cookie } })).json()
  const put = (body: unknown) => api.send(`${base}/seeds`, body, { cookie, method: 'PUT' })
  const state: FilingState = {
    ...{ model: 'm1', encoder: null, encoderNote: null, fittedAt: 0, fitMs: 7, decisions: 100 },
    gate: { isOpen: false, why: 'too_few', threshold: null, posts: 0, right: 0, wilson: 0, target: 0.9 },
    ...{ decided: null, seeds: null, confused: [], alike: [] },
  }

  test('the state is told once a worker has measured, with how many posts wait', async () => {
    await api.addPost(1)
    expect(await get()).toEqual({ state: null, waiting: 1, behind: 1, seedsVersion: 0 })
    await api.store.leaseFilingState(api.campaignId, 'a', 1_000, { model: 'm1' })
    await api.store.saveFilingState(api.campaignId, 'a', state)
    expect(await get()).toMatchObject({
      // As an older version left it.
      state: { model: 'm1', judge: null, fittedAt: '1970-01-01T00:00:00.000Z' },
      behind: 1,
    })
    const judge = { name: 'a-model', problem: 'It rests.' }
    await api.store.saveFilingState(api.campaignId, 'a', { ...state, judge })
    expect(await get()).toMatchObject({ state: { judge } })
  })

  test('seeds are the shipped ones until somebody saves others, and nobody overwrites what was not seen', async () => {
    const first = SeedsAnswer.parse(await get(`${base}/seeds`))
    expect(first).toMatchObject({ version: 0, savedAt: null, savedBy: null, seeds: first.shipped })
    const saved = SeedsAnswer.parse(await (await put({ version: 0, seeds })).json())
    expect(saved).toMatchObject({ version: 1, savedBy: 'Ana', seeds, shipped: first.shipped })
    const late = await put({ version: 0, seeds })
    expect([late.status, (await late.json()).error.code]).toEqual([409, 'conflict'])
    expect(await get(`${base}/seeds`)).toEqual(saved)
    expect((await get()).seedsVersion).toBe(1)
  })

  test('moderators read the seeds and measure drafts, but only administrators save them', async () => {
    cookie = await api.signIn('moderator', 'ben@example.org')
    expect(await get(`${base}/seeds`)).toMatchObject({ version: 0 })
    expect((await put({ version: 0, seeds })).status).toBe(403)
    expect(await get()).toMatchObject({ seedsVersion: 0 })
  })

  test('seeds that the campaign has no place for are refused, and so are too many', async () => {
    const stray = { ...seeds, takeaways: [{ id: 9, examples: [], keywords: [] }] }
    const twice = { ...seeds, takeaways: [...seeds.takeaways, ...seeds.takeaways] }
    const many = { ...seeds, none: Array.from({ length: 2001 }, () => 'Thanks') }
    for (const wrong of [stray, twice, many])
      expect((await put({ version: 0, seeds: wrong })).status).toBe(400)
    const long = await put({ version: 0, seeds: { ...seeds, none: Array(500).fill('x'.repeat(5_000)) } })
    expect((await long.json()).error.message).toBe('This is too large: send at most 2 MB.')
  })

  test.each(['seeds', 'measure'])('a body full of faults is refused in a few words by %s', async (path) => {
    const faults = { examples: Array(2_000).fill(1), keywords: Array(2_000).fill('') }
    const takeaways = Array.from({ length: 99 }, (_, index) => ({ id: index + 1, ...faults }))
    const unknown = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`key ${index}`, 1]))
    const method = path === 'seeds' ? 'PUT' : 'POST'
    for (const body of [
      { version: 0, seeds: { takeaways, none: [] } },
      { version: 0, seeds, ...unknown },
    ]) {
      const answer = await api.send(`${base}/${path}`, body, { cookie, method })
      const text = await answer.text()
      expect([answer.status, text.length < 5_000]).toEqual([400, true])
      expect(JSON.parse(text).error.message).toBe('Some of what was sent is not as it should be.')
    }
    expect(api.logged.join('')).not.toContain('a request failed')
  })

  test('a draft is measured without being saved, and a newer one of the same editor ends it', async () => {
    const measure = (draft: unknown, editor?: string) =>
      api.send(`${base}/measure`, { seeds: draft, editor }, { cookie })
    const answers = await Promise.all([
      measure(seeds),
      measure({ ...seeds, none: [] }),
      measure(seeds, 'other'),
    ])
    const [one, newer, other] = answers.map(({ status }) => status)
    expect([[one, newer].sort(), other]).toEqual([[200, 409], 200])
    const measured = await answers[2]?.json()
    expect(measured.figures.posts).toBe(11)
    expect(measured.figures.top1).toBeGreaterThan(0.5)
    expect((await get()).seedsVersion).toBe(0)
  })

  test('who takes lines of JSON is told how far a measure is', async () => {
    const options = { cookie, headers: { accept: 'application/x-ndjson' } }
    const answer = await api.send(`${base}/measure`, { seeds }, options)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
    const told = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => MeasureLine.parse(JSON.parse(line)))
    expect(told.map((line) => ('part' in line ? line.part.done : Object.keys(line)[0]))).toEqual([
      ...[0, 1, 2],
      'answer',
    ])
    const refused = await api.send(`${base}/measure`, { seeds: 1 }, options)
    expect([refused.status, (await refused.json()).error.code]).toEqual([400, 'invalid'])
  })

  test('a post tells a language model’s word only while its suggestion rests on it', async () => {
    const suggestions = [
      { takeaway: 2, confidence: 0.5 },
      { takeaway: 1, confidence: 0.5 },
    ]
    const filing = { takeaway: null, by: null, confidence: 0.5, reason: 'a language model', suggestions }
    const post = await api.addPost(1, { filing })
    const ask = (takeaway: number) =>
      api.store.recordSecondOpinion(
        api.campaignId,
        { postId: post.id, cid: post.cid },
        { judge: 'j', judgement: { takeaway, confidence: 0.9, reason: 'Time.' } },
      )
    const read = async () =>
      QueuePage.parse(await get('/api/campaigns/test/queue')).posts[0]?.filing.secondOpinion
    expect(await read()).toBeNull()
    await ask(1)
    expect(await read()).toBeNull()
    await ask(2)
    expect(await read()).toEqual({ takeaway: 2, reason: 'Time.' })
    await api.decide(post, 'pending', 2)
    expect(await read()).toBeNull()
  })

  test('a post in the queue tells what its filing rests on, and who disagrees', async () => {
    const signal = {
      takeaway: 1,
      kind: 'hashtag' as const,
      written: '#t1',
      seen: 'carries #t1',
      confidence: 0.9,
    }
    const near = await api.addPost(1, { text: 'Rain again' })
    const filing = {
      ...{ takeaway: null, by: null, confidence: 0.4, reason: 'its words', signals: [signal] },
      suggestions: [{ takeaway: 1, confidence: 0.4, words: ['rain'] }],
      near: [{ takeaway: 1, postId: near.id, text: null }],
    }
    const post = await api.addPost(2, { filing })
    await api.store.leaseFilingState(api.campaignId, 'a', 1_000)
    await api.store.saveFilingState(api.campaignId, 'a', state)
    await api.decide(post, 'pending', 2)
    const other = await api.signIn('moderator', 'ben@example.org')
    const [now] = await api.store.findPosts([post.id])
    await api.send(
      `/api/campaigns/test/posts/${post.id}/filing`,
      { version: now?.version, takeaway: 3 },
      { cookie: other },
    )
    await expect.poll(async () => (await readQueue())?.filing.toldIn).toBe('figures')
    const told = (await readQueue())?.filing
    expect(told).toMatchObject({ takeaway: 3, by: 'moderator', byName: 'Ana', signals: [signal] })
    expect(told?.near).toEqual([{ takeaway: 1, postId: near.id, text: 'Rain again' }])
    expect(told?.suggestions).toEqual(filing.suggestions)
    expect(told?.disagreement?.map(({ takeaway }) => takeaway)).toEqual([2, 3])

    async function readQueue() {
      const page = QueuePage.parse(await get('/api/campaigns/test/queue'))
      return page.posts.find(({ id }) => id === post.id)
    }
  })
})
