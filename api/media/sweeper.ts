import type { Log } from '../log.ts'
import type { Media } from './media.ts'

const everyMs = 10 * 60 * 1000
const soonMs = 1000

export interface Sweeper {
  /** Something was taken down: its pictures must not stay on the disk. */
  sweepSoon(): void
  stop(): void
}

/**
 * Keeps the folder of pictures to what there still is: now and then, and right after something was taken
 * down.
 */
export function createSweeper({ media, log }: { media: Pick<Media, 'sweep'>; log: Log }): Sweeper {
  let soon: NodeJS.Timeout | undefined
  let sweeping = Promise.resolve()
  const regular = setInterval(sweep, everyMs)

  /** One after the other: each sees what was taken down before it began. */
  function sweep(): void {
    soon = undefined
    sweeping = sweeping.then(() => media.sweep()).catch((err) => log.warn({ err }, 'sweep failed'))
  }

  return {
    sweepSoon() {
      soon ??= setTimeout(sweep, soonMs)
    },
    stop() {
      clearInterval(regular)
      clearTimeout(soon)
    },
  }
}
