import { createClient } from '@wall/api/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi, testUrl } from '../support/wall/open-test-api.ts'

describe('the typed client', () => {
  let api: TestApi

  beforeEach(async () => {
    api = await openTestApi()
  })
  afterEach(() => api.dispose())

  test('knows every address and what it answers', async () => {
    const post = await api.showPost(1)
    const client = createClient(testUrl, { fetch: (input, init) => api.request(String(input), init) })
    const param = { slug: 'test' }
    const wall = await client.api.campaigns[':slug'].wall.$get({ param })
    const snapshot = await wall.json()
    const name: string = snapshot.campaign.name
    expect([name, snapshot.posts[0]?.author.name]).toEqual(['Test campaign', 'Ana'])
    const page = await client.api.campaigns[':slug'].posts.$get({ param, query: { takeaway: '1' } })
    expect(await page.json()).toMatchObject({ posts: [{ id: post.id }], next: null })
  })

  test('carries the header that changes need, and signing out without a session is no fault', async () => {
    const client = createClient(testUrl, { fetch: (input, init) => api.request(String(input), init) })
    const answer = await client.api.auth['sign-out'].$post()
    expect([answer.status, await answer.json()]).toEqual([200, { user: null, needsSetup: false }])
  })
})
