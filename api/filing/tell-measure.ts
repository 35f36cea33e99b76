import { errorCode } from '@wall/db/model/error'
import type { MeasuredSeeds } from '@wall/filing/jobs/jobs'
import type { Context, TypedResponse } from 'hono'
import { stream } from 'hono/streaming'
import { toErrorBody } from '../http/errors.ts'
import type { AppEnv } from '../http/router.ts'
import type { Log } from '../log.ts'
import type { MeasureAnswer, MeasureLine, MeasurePart } from '../wire/filing.ts'
import type { MeasureOrder } from './seed-measurer.ts'

/** The type of an answer in lines of JSON. */
export const lines = 'application/x-ndjson'

/**
 * Tells at once that it has begun, then each part, then the answer or what went wrong. Who goes away ends the
 * measure.
 */
export function tellMeasure(
  c: Context<AppEnv>,
  log: Log,
  measure: (more: Pick<MeasureOrder, 'signal' | 'onPart'>) => Promise<MeasuredSeeds>,
): Response & TypedResponse<MeasureAnswer, 200, 'json'> {
  c.header('content-type', lines)
  // No proxy may gather it.
  c.header('cache-control', 'no-store, no-transform')
  c.header('x-accel-buffering', 'no')
  const response = stream(c, async (out) => {
    const gone = new AbortController()
    out.onAbort(() => gone.abort())
    const say = (line: MeasureLine) => out.write(`${JSON.stringify(line)}\n`)
    const onPart = (part: MeasurePart) => void say({ part })
    try {
      await say({ part: { done: 0, of: 1, figures: null } })
      const signal = AbortSignal.any([c.req.raw.signal, gone.signal])
      await say({ answer: await measure({ signal, onPart }) })
    } catch (error) {
      if (errorCode(error) === 'internal') log.error({ err: error }, 'a measure failed')
      await say(toErrorBody(error))
    }
  })
  return response as Response & TypedResponse<MeasureAnswer, 200, 'json'>
}
