import { statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import type { Hub } from '../live/hub.ts'
import type { ListObstacles } from '../routes/health.ts'

const minFreeShare = 0.05
/** Who asks waits no longer: a connection that lost its other end is given up only after half a minute. */
const answerWithinMs = 3000

/** A source that lags or is away is no obstacle: the wall is served all the same. */
export function createReadiness(deps: { store: Store; hub: Hub; dataDir: string }): ListObstacles {
  const { store, hub, dataDir } = deps
  let asking: Promise<string | undefined> | undefined

  return async () => {
    const reasons: string[] = []
    if (!hub.isReady) reasons.push('Live updates are starting or stopping.')
    const silence = sleep(answerWithinMs, 'The database does not answer.', { ref: false })
    const obstacle = await Promise.race([askDatabase(), silence])
    if (obstacle !== undefined) reasons.push(obstacle)
    const disk = await statfs(dataDir).catch(() => undefined)
    if (disk && disk.bavail < disk.blocks * minFreeShare)
      reasons.push('Less than 5 % of the disk is free: make room.')
    return reasons
  }

  /**
   * One question at a time, however many want to know: while nobody answers it holds one connection and not
   * all.
   */
  function askDatabase(): Promise<string | undefined> {
    asking ??= store
      .checkWritable()
      .then(() => undefined, describe)
      .finally(() => {
        asking = undefined
      })
    return asking
  }
}

function describe(error: unknown): string {
  return error instanceof AppError ? error.message : 'The database cannot be written.'
}
