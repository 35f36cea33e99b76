import { createRoute } from '@hono/zod-openapi'
import type { Campaign } from '@wall/db/model/campaign'
import type { Store } from '@wall/db/store/store'
import { answersJson, createRouter, faultAnswers, forModerators } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { Guard } from '../sign-in/guard.ts'
import { csvHead, writeCsvRow } from '../views/csv.ts'
import { viewQueuePost } from '../views/queue.ts'
import { SearchCsvQuery, SearchQuery, SlugParams } from '../wire/query.ts'
import { SearchPage } from '../wire/team.ts'

const csvPageSize = 200

export function createSearchRoutes({ store, hub, guard }: { store: Store; hub: Hub; guard: Guard }) {
  return createRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/search',
        security: forModerators,
        tags: ['team'],
        summary: 'Posts that hold all these words',
        request: { params: SlugParams, query: SearchQuery },
        responses: answersJson(SearchPage, 'One page, newest first.'),
      }),
      async (c) => {
        await guard.requireModerator(c)
        const { campaign, toldIn, networks } = await hub.getFeed(c.req.valid('param').slug)
        const { q, ...rest } = c.req.valid('query')
        const page = await store.searchPosts({ campaignId: campaign.id, words: q, ...rest })
        return c.json(
          {
            total: page.total,
            isMore: page.isMore,
            posts: page.posts.map((post) => viewQueuePost(post, { toldIn, networks })),
            next: page.next,
          },
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/search.csv',
        security: forModerators,
        tags: ['team'],
        summary: 'All that is found, as a table',
        request: { params: SlugParams, query: SearchCsvQuery },
        responses: { 200: { description: 'RFC 4180, UTF-8.', content: { 'text/csv': {} } }, ...faultAnswers },
      }),
      async (c) => {
        await guard.requireModerator(c)
        const { campaign } = await hub.getFeed(c.req.valid('param').slug)
        const { q, ...rest } = c.req.valid('query')
        const query = { campaignId: campaign.id, words: q, ...rest, limit: csvPageSize }
        // The first page is read before anything is sent, so that a fault still gets its status.
        const first = await store.searchPosts(query)
        return c.body(toStream(writeRows(store, campaign, query, first)), 200, {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${campaign.slug}-posts.csv"`,
        })
      },
    )
}

type Found = Awaited<ReturnType<Store['searchPosts']>>

/** Page by page, so that a large export never stands in memory as a whole. */
async function* writeRows(
  store: Store,
  campaign: Campaign,
  query: Parameters<Store['searchPosts']>[0],
  first: Found,
) {
  yield csvHead
  for (let page = first; ; page = await store.searchPosts({ ...query, after: page.next ?? undefined })) {
    yield page.posts.map((post) => writeCsvRow(post, campaign)).join('')
    if (page.next === null) return
  }
}

function toStream(texts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await texts.return()
    },
  })
}
