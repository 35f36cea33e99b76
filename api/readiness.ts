import { statfs } from 'node:fs/promises'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import type { Hub } from './live/hub.ts'
import type { ListObstacles } from './routes/health.ts'

const minFreeShare = 0.05

/** A source that lags or is away is no obstacle: the wall is served all the same. */
export function createReadiness(deps: { store: Store; hub: Hub; dataDir: string }): ListObstacles {
  const { store, hub, dataDir } = deps
  return async () => {
    const reasons: string[] = []
    if (!hub.isReady) reasons.push('Live updates are starting or stopping.')
    try {
      await store.checkWritable()
    } catch (error) {
      reasons.push(error instanceof AppError ? error.message : 'The database cannot be written.')
    }
    const disk = await statfs(dataDir).catch(() => undefined)
    if (disk && disk.bavail < disk.blocks * minFreeShare)
      reasons.push('Less than 5 % of the disk is free: make room.')
    return reasons
  }
}
