// A campaign that changes while people look at it.
import { CampaignPage } from '@wall/api/wire/campaign'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEventStream } from '../support/wall/event-stream.ts'
import { openTestApi, type TestApi } from '../support/wall/open-test-api.ts'

let api: TestApi
beforeEach(async () => {
  api = await openTestApi()
})
afterEach(() => api.dispose())

const read = async (path: string, init?: RequestInit) => (await api.request(path, init)).text()
const readContent = async () => {
  const { id: _, unreleased: __, ...content } = await api.store.getCampaign('test')
  return content
}

test('a campaign is given without its posts, and without what is not released', async () => {
  await api.showPost(1, 1)
  const content = await readContent()
  const [first, ...others] = content.takeaways
  if (!first) throw new Error('no takeaway')
  const takeaways = [{ ...first, releasedOn: '2099-01-01' }, ...others]
  await api.store.saveCampaign({ ...content, takeaways })
  const page = async () => CampaignPage.parse(JSON.parse(await read('/api/campaigns/test')))
  const ids = async () => (await page()).campaign.takeaways.map(({ id }) => id)
  await expect.poll(ids).toEqual(others.map(({ id }) => id))
  expect(await read('/api/campaigns/test')).not.toContain('"posts"')
  expect((await page()).seq).toBe(await api.store.lastSeq((await api.store.getCampaign('test')).id))
  expect((await api.request('/api/campaigns/nothing')).status).toBe(404)
})

test('open pages hear of new numbers by the campaign alone; posts keep the id, and the table shows the number', async () => {
  const cookie = await api.signIn()
  const post = await api.showPost(1, 2)
  const origin = await api.listen()
  const streams = [
    await openEventStream(`${origin}/api/campaigns/test/events`),
    await openEventStream(`${origin}/api/campaigns/test/queue/events`, { cookie }),
  ]
  const content = await readContent()
  const takeaways = content.takeaways.map((one) => (one.id === 2 ? { ...one, number: 42 } : one))
  await api.store.saveCampaign({ ...content, takeaways })
  for (const stream of streams) {
    await expect.poll(() => stream.text()).toContain('"id":2,"number":42')
    expect(stream.events.map(({ name }) => name).filter((name) => name === 'post')).toEqual([])
    stream.close()
  }
  expect(JSON.parse(await read('/api/campaigns/test/wall'))).toMatchObject({
    ...{ counts: { '2': 1 }, posts: [{ id: post.id, takeaway: 2 }] },
  })
  const table = await read('/api/campaigns/test/search.csv', { headers: { cookie } })
  expect(table.split('\r\n')[1]?.split(',')[5]).toBe('42')
})

test('a takeaway that goes takes its posts elsewhere before the eyes of whoever looks', async () => {
  const post = await api.showPost(1, 2)
  const origin = await api.listen()
  const stream = await openEventStream(`${origin}/api/campaigns/test/events`)
  const content = await readContent()
  const takeaways = content.takeaways.filter(({ id }) => id !== 2)
  await api.store.saveCampaign({ ...content, takeaways }, { moves: new Map([[2, 1]]) })
  const names = () => stream.events.map(({ name }) => name).filter((name) => name !== 'beat')
  await expect.poll(names).toEqual(expect.arrayContaining(['campaign', 'post', 'counts']))
  expect(stream.events.find(({ name }) => name === 'post')?.data).toMatchObject({ id: post.id, takeaway: 1 })
  stream.close()
})
