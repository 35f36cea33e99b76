import { AppError } from '@wall/db/model/error'
import type { Metrics } from '../health/metrics.ts'
import { createRouter } from '../http/router.ts'
import { createMetricsAccess } from '../security/metrics-access.ts'

/** Sentences on what keeps us from serving; none means ready. */
export type ListObstacles = () => Promise<string[]>

export function createHealthRoutes({
  metrics,
  listObstacles,
  metricsToken,
}: {
  metrics: Metrics
  listObstacles: ListObstacles
  metricsToken: string | null
}) {
  const mayReadMetrics = createMetricsAccess(metricsToken)
  return createRouter()
    .get('/healthz', (c) => c.json({ status: 'alive' }))
    .get('/readyz', async (c) => {
      const reasons = await listObstacles()
      return c.json(
        { status: reasons.length === 0 ? 'ready' : 'not ready', reasons },
        reasons.length === 0 ? 200 : 503,
      )
    })
    .get('/metrics', async (c) => {
      if (!mayReadMetrics(c))
        throw new AppError(
          'forbidden',
          'Figures are told on the server itself, and to who has METRICS_TOKEN.',
        )
      return c.body(await metrics.read(), 200, { 'content-type': metrics.contentType })
    })
}
