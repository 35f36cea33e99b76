import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import { ErrorBody } from '../wire/error.ts'
import { toInvalidInput } from './errors.ts'

/** `env` is empty when the app is called in-process, as tests do. */
export interface AppEnv {
  Bindings: Partial<HttpBindings>
}

/** A router whose input faults all come out the same way. */
export function createRouter() {
  return new OpenAPIHono<AppEnv>({
    defaultHook(result) {
      if (!result.success) throw toInvalidInput(result.error)
    },
  })
}

/** What a route answers, for the document. */
export function answersJson<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { 200: { description, content: { 'application/json': { schema } } }, ...faultAnswers } as const
}

export const faultAnswers = {
  default: {
    description: 'What went wrong, in words that may be shown.',
    content: { 'application/json': { schema: ErrorBody } },
  },
} as const

/** For `security` in a route: who may use it, which is asked before anything that was sent is looked at. */
export const forModerators = [{ session: [] as string[] }]
export const forAdmins = [{ session: ['admin'] }]

export function takesJson<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } } as const
}
