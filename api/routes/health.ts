import type { Metrics } from '../metrics.ts'
import { createRouter } from '../router.ts'

/** Sentences on what keeps us from serving; none means ready. */
export type ListObstacles = () => Promise<string[]>

export function createHealthRoutes({
  metrics,
  listObstacles,
}: {
  metrics: Metrics
  listObstacles: ListObstacles
}) {
  return createRouter()
    .get('/healthz', (c) => c.json({ status: 'alive' }))
    .get('/readyz', async (c) => {
      const reasons = await listObstacles()
      return c.json(
        { status: reasons.length === 0 ? 'ready' : 'not ready', reasons },
        reasons.length === 0 ? 200 : 503,
      )
    })
    .get('/metrics', async (c) => c.body(await metrics.read(), 200, { 'content-type': metrics.contentType }))
}
