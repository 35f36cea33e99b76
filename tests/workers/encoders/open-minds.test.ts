import { readdirSync } from 'node:fs'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { loadConfig } from '@wall/workers/config'
import { openMinds } from '@wall/workers/encoders/open-minds'
import { expect, test, vi } from 'vitest'
import { openChatService, say } from '../judge/chat-service.ts'
import { makeFolder } from './stand-in.ts'

const deps = () => ({
  ...{ store: { spend: vi.fn(async (_amount: number, _limit: number) => true) } },
  dataDir: makeFolder(),
  log: { info: () => {}, warn: () => {} },
  fetch,
  clock: Date.now,
})

test('settings become what filing may ask, and the budget is kept in the store', async () => {
  const { url, asked } = await openChatService(say({ takeaway: 2, confidence: 0.6, reason: 'time' }))
  const { minds } = loadConfig({
    FILING_ENCODER: 'off',
    FILING_JUDGE_URL: url,
    FILING_JUDGE_MODEL: 'small',
    FILING_JUDGE_KEY: 'sk-1',
    FILING_JUDGE_BUDGET: '2',
  })
  const given = deps()
  given.store.spend.mockImplementation(async () => given.store.spend.mock.calls.length <= 2)
  const { vectors, judge, close } = openMinds(minds, given)
  expect(vectors.status().state).toBe('off')
  for (const text of ['a', 'b'])
    expect(await judge?.file({ text }, builtInCampaign())).toMatchObject({ takeaway: 2 })
  expect(await judge?.file({ text: 'c' }, builtInCampaign())).toBeUndefined()
  expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer sk-1', 'Bearer sk-1'])
  expect(given.store.spend.mock.calls).toEqual(Array.from({ length: 3 }, () => [1, 2]))
  await close()
  expect(await judge?.file({ text: 'd' }, builtInCampaign())).toBeUndefined()
})

test('without settings there is neither an encoder nor a language model, and no file is made for one', async () => {
  const given = deps()
  const { vectors, judge, close } = openMinds(loadConfig({}).minds, given)
  expect(judge).toBeNull()
  expect(await vectors.embed(['a'], 'seeds')).toEqual([undefined])
  await close()
  expect(readdirSync(given.dataDir)).toEqual([])
})

test('the built-in encoder comes when it is asked for', async () => {
  const { vectors, close } = openMinds(loadConfig({ FILING_ENCODER: 'use-lite' }).minds, deps())
  expect((await vectors.embed(['a']))[0]).toHaveLength(512)
  await close()
})
