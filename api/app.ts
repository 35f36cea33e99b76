import { createAnswerError } from './http/answer-error.ts'
import { createSnapshots } from './live/snapshot.ts'
import { createSnapshotRoutes } from './routes/snapshot.ts'
import { type AppDeps, createRoutes } from './routes.ts'
import { listSecurityHeaders } from './security/headers.ts'

/**
 * The whole HTTP edge. Opens nothing and listens nowhere: `main.ts` and the tests do. The snapshot stands
 * alone in front: a router with one route and no middleware answers in the same turn, and costs what a
 * constant would.
 */
export function createApp(deps: AppDeps) {
  const { store, hub, metrics, log } = deps
  const headers = listSecurityHeaders(deps.publicUrl.startsWith('https:')).data
  const snapshots = createSnapshots(store)
  const routes = createRoutes(deps, snapshots)
  const onAnswer = (status: number) => metrics.countRequest(status)
  const app = createSnapshotRoutes({ hub, snapshots, headers, onAnswer })
  app.onError(createAnswerError({ metrics, log, headers }))
  app.notFound((c) => routes.fetch(c.req.raw, c.env))
  return app
}

export type App = ReturnType<typeof createApp>
