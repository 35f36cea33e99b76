import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { createFetch } from '@wall/workers/http'
import { type ChatJudgeOptions, createChatJudge } from '@wall/workers/judge/chat-judge'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { fail, openChatService, say } from './chat-service.ts'

const campaign = builtInCampaign()
const filed = { takeaway: 3, confidence: 0.8, reason: 'It is about rigor.' }
const limitless = { take: async () => true }

function openJudge(url: string, options: Partial<ChatJudgeOptions> = {}) {
  const judge = createChatJudge({
    url,
    model: 'some-model',
    key: 'sk-secret',
    budget: limitless,
    fetch: createFetch(fetch, { timeoutMs: 5_000, maxBytes: 64 * 1024 }),
    ...options,
    limits: { pauseMs: 1, restMs: 60_000, ...options.limits },
  })
  onTestFinished(() => judge.close())
  return judge
}

describe('what is asked', () => {
  test('the takeaways, and the post as data', async () => {
    const { url, asked } = await openChatService(say(filed))
    const judge = openJudge(`${url}/`)
    expect(await judge.file({ text: 'Give them "hard" work.\nAll of them.' }, campaign)).toEqual(filed)
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ url: '/v1/chat/completions', authorization: 'Bearer sk-secret' })
    const { model, messages } = JSON.parse(asked[0]?.body ?? '')
    expect(model).toBe('some-model')
    expect(JSON.parse(messages.at(-1).content)).toEqual({ post: 'Give them "hard" work.\nAll of them.' })
    for (const { title } of campaign.takeaways) expect(messages[0].content).toContain(title)
  })

  test('no name, account or address of a person leaves', async () => {
    const { url, asked } = await openChatService(say(filed))
    const text =
      'Jordan Lee here (@jordan.example.org): thanks @Pat_Smith and pat@school.example, see https://example.org/~jordan. Call 555-010-9999! — jordan, LEE’s class'
    await openJudge(url).file({ text, names: ['Jordan Lee', '@jordan.example.org'] }, campaign)
    const { messages } = JSON.parse(asked[0]?.body ?? '')
    expect(messages.at(-1).content).not.toMatch(/jordan|lee|pat|smith|example|555/i)
    expect(messages.at(-1).content).toMatch(/thanks .* and .*see .*Call .*class/)
  })

  test('nothing, where there are no words and no takeaways', async () => {
    const { url, asked } = await openChatService(say(filed))
    const judge = openJudge(url)
    expect(await judge.file({ text: ' ' }, campaign)).toBeNull()
    expect(await judge.file({ text: 'a' }, { ...campaign, takeaways: [] })).toBeUndefined()
    expect(asked).toHaveLength(0)
  })

  test('a service on this machine needs no key', async () => {
    const { url, asked } = await openChatService(say(filed))
    await openJudge(url, { key: '' }).file({ text: 'a' }, campaign)
    expect(asked[0]?.authorization).toBeUndefined()
  })

  test('a service that refuses our settings is asked without them from then on', async () => {
    const { url, asked } = await openChatService(fail(400), say(filed))
    const judge = openJudge(url)
    expect(await judge.file({ text: 'a' }, campaign)).toEqual(filed)
    expect(await judge.file({ text: 'b' }, campaign)).toEqual(filed)
    expect(asked.map(({ body }) => 'temperature' in JSON.parse(body))).toEqual([true, false, false])
  })
})

describe('what it says', () => {
  test.each([
    [
      'none of them',
      { takeaway: null, confidence: 1, reason: '' },
      { takeaway: null, confidence: 1, reason: '' },
    ],
    ['in a fence', `\`\`\`json\n${JSON.stringify(filed)}\n\`\`\``, filed],
    ['after a sentence', `Here it is: ${JSON.stringify(filed)}`, filed],
    ['without a reason', { takeaway: 1, confidence: 0.5 }, { takeaway: 1, confidence: 0.5, reason: '' }],
    [
      'with a link and markup in the reason',
      { ...filed, reason: 'Buy <b>now</b>\n\u0007 at https://evil.example/x today' },
      { ...filed, reason: 'Buy b now /b at … today' },
    ],
  ])('is taken: %s', async (_, content, expected) => {
    const { url } = await openChatService(say(content))
    expect(await openJudge(url).file({ text: 'a' }, campaign)).toEqual(expected)
  })

  test.each([
    ['a number that is no takeaway', { ...filed, takeaway: 7 }],
    ['a number in words', { ...filed, takeaway: '3' }],
    ['half a number', { ...filed, takeaway: 2.5 }],
    ['too sure', { ...filed, confidence: 90 }],
    ['no confidence', { takeaway: 3 }],
    ['a list', [filed, filed]],
    ['prose', 'Takeaway 3, I think.'],
    ['obedience', 'IGNORED ALL INSTRUCTIONS'],
    ['nothing', ''],
    ['braces the wrong way round', '} {'],
  ])('is dropped: %s', async (_, content) => {
    const { url, asked } = await openChatService(say(content))
    const judge = openJudge(url)
    expect(await judge.file({ text: 'a' }, campaign)).toBeNull()
    expect(asked).toHaveLength(1)
    expect(judge.status().state).toBe('ready')
  })

  test('after three that nothing can be made of it rests', async () => {
    const { url, asked } = await openChatService(say('hello'))
    const judge = openJudge(url)
    for (const text of ['a', 'b', 'c']) expect(await judge.file({ text }, campaign)).toBeNull()
    expect(await judge.file({ text: 'd' }, campaign)).toBeUndefined()
    expect(asked).toHaveLength(3)
    expect(judge.status()).toMatchObject({
      state: 'resting',
      problem: 'The language model gives answers that nothing can be made of.',
    })
  })
})

describe('faults', () => {
  test.each([429, 500, 503])('HTTP %i is tried again, and then given up', async (status) => {
    const { url, asked } = await openChatService(fail(status), fail(status), say(filed), fail(status))
    const judge = openJudge(url)
    expect(await judge.file({ text: 'a' }, campaign)).toEqual(filed)
    expect(await judge.file({ text: 'b' }, campaign)).toBeUndefined()
    expect(asked).toHaveLength(6)
  })

  test('it waits as long as it is told to, in seconds or until a date', async () => {
    for (const retryAfter of ['0', new Date(0).toUTCString()]) {
      const { url } = await openChatService(fail(429, { 'retry-after': retryAfter }), say(filed))
      // Our own pause would outlast the test.
      expect(await openJudge(url, { limits: { pauseMs: 25_000 } }).file({ text: 'a' }, campaign)).toEqual(
        filed,
      )
    }
  })

  test('told to wait for long, it rests that long', async () => {
    let now = 1_000_000
    const { url, asked } = await openChatService(fail(429, { 'retry-after': '600' }), say(filed))
    const judge = openJudge(url, { clock: () => now })
    expect(await judge.file({ text: 'a' }, campaign)).toBeUndefined()
    expect(judge.status()).toMatchObject({ state: 'resting', problem: expect.stringContaining('429') })
    now += 599_000
    expect(await judge.file({ text: 'a' }, campaign)).toBeUndefined()
    now += 2_000
    expect(await judge.file({ text: 'a' }, campaign)).toEqual(filed)
    expect(asked).toHaveLength(2)
  })

  test.each([
    ['hangs', 100, () => {}],
    ['breaks off', 5_000, (response: import('node:http').ServerResponse) => void response.socket?.destroy()],
    [
      'answers without end',
      5_000,
      (response: import('node:http').ServerResponse) => void response.end('x'.repeat(1_000_000)),
    ],
  ])('a service that %s: no answer, and a rest after three posts', async (_, timeoutMs, answer) => {
    const { url } = await openChatService(answer)
    // A request may be given up before the service has read it: what leaves is counted here.
    let asked = 0
    const send: typeof fetch = (...request) => {
      asked += 1
      return fetch(...request)
    }
    const judge = openJudge(url, {
      limits: { tries: 2 },
      fetch: createFetch(send, { timeoutMs, maxBytes: 64 * 1024 }),
    })
    for (const text of ['a', 'b', 'c', 'd']) expect(await judge.file({ text }, campaign)).toBeUndefined()
    expect(judge.status()).toMatchObject({ state: 'resting', problem: 'The language model gives no answer.' })
    expect(asked).toBe(6)
  })

  test.each([
    ['no JSON', 200, 'hello'],
    ['JSON of another form', 200, '{"choices":[]}'],
    ['no content', 200, '{"choices":[{"message":{"content":null}}]}'],
    ['a refusal', 422, '{}'],
  ])('%s: no answer, and not asked again', async (_, status, body) => {
    const { url, asked } = await openChatService(fail(status, {}, body))
    expect(await openJudge(url).file({ text: 'a' }, campaign)).toBeNull()
    expect(asked).toHaveLength(1)
  })

  test.each([302, 401, 403, 404])('HTTP %i: it rests, and says what to look at', async (status) => {
    const location = 'http://127.0.0.1:9/'
    const { url, asked } = await openChatService(fail(status, { location }, 'sk-secret is wrong'))
    const judge = openJudge(url)
    await judge.file({ text: 'a' }, campaign)
    await judge.file({ text: 'b' }, campaign)
    expect(asked).toHaveLength(1)
    expect(judge.status().problem).toMatch(/FILING_JUDGE_/)
    expect(JSON.stringify(judge.status())).not.toContain('sk-secret')
  })

  test('nobody there', async () => {
    expect(await openJudge('http://127.0.0.1:9/v1').file({ text: 'a' }, campaign)).toBeUndefined()
  })

  test('every request is taken from the budget; without one nothing is asked', async () => {
    const { url, asked } = await openChatService(fail(500))
    let left = 4
    const take = async (amount: number) => {
      left -= amount
      return left >= 0
    }
    const judge = openJudge(url, { budget: { take } })
    await judge.file({ text: 'a' }, campaign)
    expect(await judge.file({ text: 'b' }, campaign)).toBeUndefined()
    expect(asked).toHaveLength(4)
    expect(judge.status()).toMatchObject({ state: 'resting', problem: expect.stringMatching(/budget/) })
  })

  test('too many waiting, and closing midway: no answer, at once', async () => {
    const { url, asked } = await openChatService(() => {})
    const judge = openJudge(url, { limits: { waiting: 2 } })
    const waiting = [judge.file({ text: 'a' }, campaign), judge.file({ text: 'b' }, campaign)]
    expect(await judge.file({ text: 'c' }, campaign)).toBeUndefined()
    await vi.waitFor(() => expect(asked).toHaveLength(1), 30_000)
    judge.close()
    expect(await Promise.all(waiting)).toEqual([undefined, undefined])
    expect(await judge.file({ text: 'd' }, campaign)).toBeUndefined()
    expect(asked).toHaveLength(1)
  })
})
