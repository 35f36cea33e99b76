import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { createRoute } from '@hono/zod-openapi'
import { AppError } from '@wall/db/model/error'
import type { Context } from 'hono'
import { type AppEnv, createRouter, faultAnswers, forModerators } from '../http/router.ts'
import type { View } from '../live/feed.ts'
import type { ConnectOrder, Hub } from '../live/hub.ts'
import { readPlace } from '../live/place.ts'
import type { FindAddress, IsShared } from '../security/client-address.ts'
import type { Guard } from '../sign-in/guard.ts'
import { EventsQuery, QueueEventsQuery, SlugParams } from '../wire/query.ts'

export interface EventDeps {
  hub: Hub
  guard: Guard
  findAddress: FindAddress
  isShared: IsShared
}

const answers = {
  200: {
    description: 'Server-Sent Events; see WallEvents and QueueEvents.',
    content: { 'text/event-stream': {} },
  },
  ...faultAnswers,
} as const

export function createEventRoutes({ hub, guard, findAddress, isShared }: EventDeps) {
  return createRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/events',
        tags: ['wall'],
        summary: 'What changes on the wall, live; resumes after `since` or Last-Event-ID',
        request: { params: SlugParams, query: EventsQuery },
        responses: answers,
      }),
      (c) => {
        const { since, screen: id, screenName: name } = c.req.valid('query')
        return stream(c, 'public', { since, ...(id ? { screen: { id, name } } : {}) })
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/queue/events',
        security: forModerators,
        tags: ['moderation'],
        summary: 'Every change of every post, live, for moderators',
        request: { params: SlugParams, query: QueueEventsQuery },
        responses: answers,
      }),
      async (c) => {
        const sessionId = await guard.requireSession(c)
        return stream(c, 'moderator', { since: c.req.valid('query').since, sessionId })
      },
    )

  async function stream(
    c: Context<AppEnv>,
    view: View,
    { since: asked, ...rest }: { since: string | undefined } & Pick<ConnectOrder, 'screen' | 'sessionId'>,
  ) {
    // A stream is all body: its head alone would only take up a place.
    if (c.req.method !== 'GET') throw new AppError('not_found', 'Live updates are read with GET.')
    const response = c.env?.outgoing
    if (!response || !('assignSocket' in response))
      throw new AppError('unavailable', 'Live updates need a server.')
    // The browser's own resume is newer than the address the page opened.
    const given = c.req.header('last-event-id') || asked
    const since = given === undefined ? null : (readPlace(given) ?? 'unknown')
    const feed = await hub.getFeed(c.req.param('slug') ?? '')
    const from = { address: findAddress(c), isShared: isShared(c) }
    await hub.connect(feed, view, { response, since, ...from, ...rest })
    return RESPONSE_ALREADY_SENT
  }
}
