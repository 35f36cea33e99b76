import { errorCodes } from '@wall/db/model/error'
import { z } from 'zod'

/** Every answer that is not 2xx. `message` may be shown to people; `fields` says what is wrong where. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.enum(errorCodes),
      message: z.string(),
      fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    }),
  })
  .meta({ id: 'ErrorBody' })
export type ErrorBody = z.infer<typeof ErrorBody>
