import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../support/wall/open-test-api.ts'

describe('search', () => {
  let api: TestApi
  let cookie: string

  beforeEach(async () => {
    api = await openTestApi()
    cookie = await api.signIn()
  })
  afterEach(() => api.dispose())

  const get = (path: string) => api.request(`/api/campaigns/test${path}`, { headers: { cookie } })
  const write = (number: number, text: string) =>
    api.addPost(number, { text, body: [{ kind: 'text', text }] })

  test('words, takeaway and standing narrow what is found', async () => {
    const calm = await write(1, 'A calm corner in every room')
    await write(2, 'A corner shop')
    const found = await (await get('/search?q=calm%20corn')).json()
    expect(found).toMatchObject({ total: 1, posts: [{ id: calm.id }] })
    expect((await (await get('/search?q=corner&standing=approved')).json()).total).toBe(0)
    expect((await (await get('/search?q=corner&takeaway=unfiled')).json()).total).toBe(2)
    expect((await get('/search?takeaway=seven')).status).toBe(400)
  })

  test('the table holds all that is found, over many pages, in RFC 4180', async () => {
    for (let number = 1; number <= 3; number += 1) await write(number, `Line ${number},\nand "more"`)
    const answer = await get('/search.csv?q=line')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="test-posts.csv"')
    const text = Buffer.from(await answer.arrayBuffer()).toString('utf8')
    expect(
      text.startsWith('\uFEFFid,created,network,author,handle,takeaway,standing,shown,text,link\r\n'),
    ).toBe(true)
    expect(text.match(/"Line \d,\nand ""more"""/g)).toHaveLength(3)
    expect(text.endsWith('\r\n')).toBe(true)
  })

  test.each(['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '  =HYPERLINK("x")', '\t=1', '\n=1', '＝1+1'])(
    'a text that begins like a formula (%j) stays a text',
    async (text) => {
      await write(1, text)
      const table = await (await get('/search.csv')).text()
      const cell = text.replaceAll('"', '""')
      expect(table).toContain(`'${cell}`)
    },
  )

  test.each(['tea; =1+1', 'tea;=1+1', 'tea\n=1+1', 'tea\t@SUM(A1)'])(
    'nor does a formula behind a sign that parts cells elsewhere (%j) become one',
    async (text) => {
      await write(1, text)
      const table = await (await get('/search.csv')).text()
      expect(table).toMatch(/tea[;\n\t]' ?[=@]/)
    },
  )

  test('a name that begins like a formula stays a text too', async () => {
    await api.addPost(1)
    await api.store.recordVerifications(
      api.campaignId,
      [],
      [{ network: 'bluesky', networkId: 'did:plc:ana', displayName: '=EVIL()' }],
      { now: Date.now(), recheckMs: 1000 },
    )
    expect(await (await get('/search.csv')).text()).toContain(`,'=EVIL(),`)
  })

  test('words and names that would turn, stretch or hide what is around them are tidied at every door', async () => {
    const text = `Yes \u202Eeno\u2066\n\n\u200B\n\u2800\n two z${'\u0301'.repeat(90)}`
    await api.showPost(1, 1, {
      text,
      body: [
        { kind: 'text', text },
        { kind: 'link', text: '\n\n\u202Ea.example', href: 'https://a.example/' },
      ],
      media: [
        { kind: 'image', url: 'https://pictures.example/1', alt: 'A \u202Eplan', width: 4, height: 3 },
        { kind: 'image', url: 'https://pictures.example/2', alt: '\u3164\u2800', width: 4, height: 3 },
      ],
      card: { href: 'https://a.example/', title: 'A \u202Etitle\n\n' },
    })
    const name = async (displayName: string) =>
      api.store.recordVerifications(
        api.campaignId,
        [],
        [{ network: 'bluesky', networkId: 'did:plc:ana', handle: 'ana.test', displayName }],
        { now: Date.now(), recheckMs: 1000 },
      )
    await name('Ana\u202E\u2067')
    const tidy = {
      author: { name: 'Ana' },
      body: [{ text: `Yes eno\n\ntwo z${'\u0301'.repeat(4)}` }, { text: '\n\na.example' }],
      media: [{ alt: 'A plan' }, { alt: '' }],
      card: { title: 'A title' },
    }
    for (const path of ['/wall', '/search', '/queue?standing=approved', '/posts?takeaway=1']) {
      await expect
        .poll(async () => (await (await get(path)).json()).posts, { message: path })
        .toMatchObject([tidy])
    }
    const turns = /[\u202A-\u202E\u2066-\u2069]/
    expect(await (await get('/search.csv')).text()).not.toMatch(turns)
    expect(await (await get('/team/ideas.csv')).text()).not.toMatch(turns)

    await name('\u3164\u202E')
    await expect
      .poll(async () => (await (await get('/wall')).json()).posts)
      .toMatchObject([{ author: { name: 'ana.test' } }])
    expect(await (await get('/search.csv')).text()).toContain(',ana.test,ana.test,')
  })
})
