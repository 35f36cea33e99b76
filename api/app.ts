import { AppError, errorCode } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import type { Clock } from './clock.ts'
import { findRetryAfter, statusOf, toErrorBody } from './errors.ts'
import type { Hub } from './live/hub.ts'
import { createSnapshotCache } from './live/snapshot.ts'
import type { Log } from './log.ts'
import type { Media } from './media/media.ts'
import type { Metrics } from './metrics.ts'
import { createServePage } from './pages/serve-page.ts'
import type { WebFiles } from './pages/web-files.ts'
import { type AppEnv, createRouter } from './router.ts'
import { createCampaignRoutes } from './routes/campaign.ts'
import { createDecisionRoutes } from './routes/decision.ts'
import { createEventRoutes } from './routes/event.ts'
import { createHealthRoutes, type ListObstacles } from './routes/health.ts'
import { createInvitationRoutes } from './routes/invitation.ts'
import { createMediaRoutes } from './routes/media.ts'
import { createPostRoutes } from './routes/post.ts'
import { createQueueRoutes } from './routes/queue.ts'
import { createSearchRoutes } from './routes/search.ts'
import { createSessionRoutes } from './routes/session.ts'
import { createSnapshotRoutes } from './routes/snapshot.ts'
import { createTeamRoutes } from './routes/team.ts'
import { createWallRoutes } from './routes/wall.ts'
import { createFindAddress } from './security/client-address.ts'
import { refuseForgery } from './security/forgery.ts'
import { listSecurityHeaders } from './security/headers.ts'
import { createGuard } from './sign-in/guard.ts'
import type { Passwords } from './sign-in/password.ts'
import type { SignIn } from './sign-in/sign-in.ts'

const maxBodyBytes = 64 * 1024

export interface AppDeps {
  store: Store
  hub: Hub
  signIn: SignIn
  passwords: Passwords
  media: Media
  metrics: Metrics
  webFiles: WebFiles
  listObstacles: ListObstacles
  clock: Clock
  log: Log
  /** Where people reach us, without a slash at the end. */
  publicUrl: string
  /** Origins our own pages can have. */
  origins: ReadonlySet<string>
  trustedProxies: readonly string[]
}

/** The whole HTTP edge. Opens nothing and listens nowhere: `main.ts` and the tests do. */
export function createApp(deps: AppDeps) {
  const { store, hub, signIn, media, metrics, clock, log } = deps
  const headers = listSecurityHeaders(deps.publicUrl.startsWith('https:'))
  const guard = createGuard(signIn)
  const findAddress = createFindAddress(deps.trustedProxies)
  const servePage = createServePage(deps.webFiles, headers.page)

  const app = createRouter()
  app.onError(answerError)
  app.notFound((c) => {
    if (/^\/(api|media)(\/|$)/.test(c.req.path)) throw new AppError('not_found', 'There is no such address.')
    return servePage(c)
  })

  // Before the middleware: what is asked most, and what stays open.
  const readSnapshot = createSnapshotCache(store)
  const onAnswer = (status: number) => metrics.countRequest(status)
  const early = app
    .route('/', createSnapshotRoutes({ hub, readSnapshot, headers: headers.data, onAnswer }))
    .route('/', createEventRoutes({ hub, guard, signIn, findAddress }))

  app.use(async function setHeaders(c, next) {
    for (const [name, value] of Object.entries(headers.data)) c.header(name, value)
    c.header('cache-control', 'no-store')
    await next()
    metrics.countRequest(c.res.status)
  })
  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: refuseBody }))
  app.use(refuseForgery(deps.origins))
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Takeaway Wall', version: '0.1.0', description: 'What the pages of the wall use.' },
    servers: [{ url: deps.publicUrl }],
  })

  return early
    .route('/', createCampaignRoutes({ store }))
    .route('/', createWallRoutes({ store, hub }))
    .route('/', createQueueRoutes({ store, hub, guard }))
    .route('/', createPostRoutes({ store, hub, guard }))
    .route('/', createDecisionRoutes({ store, hub, guard }))
    .route('/', createTeamRoutes({ store, hub, guard, clock }))
    .route('/', createSearchRoutes({ store, hub, guard }))
    .route('/', createSessionRoutes({ store, guard, signIn, findAddress }))
    .route('/', createInvitationRoutes({ ...deps, guard, findAddress }))
    .route('/', createMediaRoutes({ media, guard }))
    .route('/', createHealthRoutes(deps))

  /** The one border where errors become answers. */
  function answerError(thrown: Error, c: Context<AppEnv>): Response {
    const error = toAppError(thrown)
    const code = errorCode(error)
    metrics.countFault(code)
    if (code === 'internal') log.error({ err: error, path: c.req.routePath }, 'a request failed')
    const retryAfter = findRetryAfter(error)
    return c.json(toErrorBody(error), statusOf[code], {
      ...headers.data,
      'cache-control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    })
  }
}

export type App = ReturnType<typeof createApp>

/** Hono's own refusals (a body that is not JSON) are the sender's fault too. */
function toAppError(thrown: Error): Error {
  if (!(thrown instanceof HTTPException) || thrown.status >= 500) return thrown
  return new AppError('invalid', 'This could not be read: send well-formed JSON.', { cause: thrown })
}

function refuseBody(): never {
  throw new AppError('invalid', 'This is too large: send at most 64 KB.')
}
