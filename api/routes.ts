import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import { bodyLimit } from 'hono/body-limit'
import type { Clock } from './clock.ts'
import type { SeedMeasurer } from './filing/seed-measurer.ts'
import type { Metrics } from './health/metrics.ts'
import { createAnswerError } from './http/answer-error.ts'
import { compressJson } from './http/compress.ts'
import { createRouter } from './http/router.ts'
import type { Hub } from './live/hub.ts'
import type { Snapshots } from './live/snapshot.ts'
import type { Log } from './log.ts'
import type { Media } from './media/media.ts'
import { createServePage } from './pages/serve-page.ts'
import type { WebFiles } from './pages/web-files.ts'
import { createCampaignRoutes } from './routes/campaign.ts'
import { createDecisionRoutes } from './routes/decision.ts'
import { createEventRoutes } from './routes/event.ts'
import { createFilingRoutes } from './routes/filing.ts'
import { createHealthRoutes, type ListObstacles } from './routes/health.ts'
import { createIdeaRoutes } from './routes/idea.ts'
import { createIdeaChangeRoutes } from './routes/idea-change.ts'
import { createInvitationRoutes } from './routes/invitation.ts'
import { createMediaRoutes } from './routes/media.ts'
import { createPostRoutes } from './routes/post.ts'
import { createQueueRoutes } from './routes/queue.ts'
import { createSearchRoutes } from './routes/search.ts'
import { createSessionRoutes } from './routes/session.ts'
import { createSnapshotRoutes } from './routes/snapshot.ts'
import { createTeamRoutes } from './routes/team.ts'
import { createWallRoutes } from './routes/wall.ts'
import { createFindAddress, createIsShared } from './security/client-address.ts'
import { refuseForgery } from './security/forgery.ts'
import { listSecurityHeaders } from './security/headers.ts'
import { limitRequests } from './security/request-limit.ts'
import { askWhoFirst, createGuard } from './sign-in/guard.ts'
import type { Passwords } from './sign-in/password.ts'
import type { SignIn } from './sign-in/sign-in.ts'

const maxBodyBytes = 64 * 1024
/** Some hundred examples a takeaway. */
const maxSeedBytes = 2 * 1024 * 1024

export interface AppDeps {
  store: Store
  hub: Hub
  signIn: SignIn
  passwords: Passwords
  media: Media
  metrics: Metrics
  seedMeasurer: SeedMeasurer
  webFiles: WebFiles
  listObstacles: ListObstacles
  clock: Clock
  log: Log
  /** Where people reach us, without a slash at the end. */
  publicUrl: string
  /** Origins our own pages can have. */
  origins: ReadonlySet<string>
  trustedProxies: readonly string[]
  /** Who has it may read the figures from anywhere. */
  metricsToken: string | null
  /** Sample data that everybody may play with. */
  isDemo: boolean
}

/** Every address there is, with what stands before them all. */
export function createRoutes(deps: AppDeps, snapshots: Snapshots) {
  const { store, hub, signIn, media, metrics, clock, log } = deps
  const headers = listSecurityHeaders(deps.publicUrl.startsWith('https:'))
  const guard = createGuard(signIn)
  const findAddress = createFindAddress(deps.trustedProxies, (peer) => {
    log.warn(
      { peer },
      'A request came through a proxy that is not trusted, so all visitors behind it count as one. Set TRUSTED_PROXIES to its address (peer); without a proxy, somebody made the header X-Forwarded-For up.',
    )
  })
  const isShared = createIsShared(deps.trustedProxies, findAddress)
  const servePage = createServePage(deps.webFiles, headers.page)

  const app = createRouter()
  app.onError(createAnswerError({ metrics, log, headers: headers.data }))
  app.notFound((c) => {
    if (/^\/(api|media)(\/|$)/.test(c.req.path)) throw new AppError('not_found', 'There is no such address.')
    return servePage(c)
  })

  app.use(askWhoFirst(app, guard))
  // Before the other middleware: what is asked most (here for its type and its description; `app.ts` answers
  // it), and what stays open.
  const onAnswer = (status: number) => metrics.countRequest(status)
  const early = app
    .route('/', createSnapshotRoutes({ hub, snapshots, headers: headers.data, onAnswer }))
    .route('/', createEventRoutes({ hub, guard, findAddress, isShared }))

  app.use(async function setHeaders(c, next) {
    for (const [name, value] of Object.entries(headers.data)) c.header(name, value)
    c.header('cache-control', 'no-store')
    await next()
    metrics.countRequest(c.res.status)
  })
  app.use(compressJson())
  // Before the limits, too, what a whole room behind one address asks for at once.
  const limits = { findAddress, isShared, findMark: signIn.findMark, clock }
  const limit = limitRequests(limits)
  const open = early
    .route('/', createCampaignRoutes({ store, hub, guard, limit }))
    .route(
      '/',
      createWallRoutes({ store, hub, clock, limit: limitRequests({ ...limits, isForRooms: true }) }),
    )

  app.use(limit)
  const limitBody = bodyLimit({ maxSize: maxBodyBytes, onError: () => refuseBody('64 KB') })
  const limitSeeds = bodyLimit({ maxSize: maxSeedBytes, onError: () => refuseBody('2 MB') })
  // One as large as seeds is read for a second, and everybody waits: strangers were turned away before.
  app.use((c, next) =>
    /\/filing\/(?:seeds|measure)$/.test(c.req.path) ? limitSeeds(c, next) : limitBody(c, next),
  )
  app.use(refuseForgery(deps.origins))
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
    description: 'Set by signing in, under a name of this wall.',
  })
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Takeaway Wall', version: '0.1.0', description: 'What the pages of the wall use.' },
    servers: [{ url: deps.publicUrl }],
  })

  return open
    .route('/', createQueueRoutes({ store, hub, guard }))
    .route('/', createPostRoutes({ store, hub, guard }))
    .route('/', createDecisionRoutes({ store, hub, guard }))
    .route('/', createFilingRoutes({ store, hub, guard, log, measurer: deps.seedMeasurer }))
    .route('/', createTeamRoutes({ store, hub, guard, clock }))
    .route('/', createIdeaRoutes({ store, hub, guard }))
    .route('/', createIdeaChangeRoutes({ store, hub, guard }))
    .route('/', createSearchRoutes({ store, hub, guard }))
    .route('/', createSessionRoutes({ ...deps, guard, findAddress, isShared }))
    .route('/', createInvitationRoutes({ ...deps, guard }))
    .route('/', createMediaRoutes({ media, guard }))
    .route('/', createHealthRoutes(deps))
}

export type Routes = ReturnType<typeof createRoutes>

function refuseBody(most: string): never {
  throw new AppError('invalid', `This is too large: send at most ${most}.`)
}
