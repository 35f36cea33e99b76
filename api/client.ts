import { hc } from 'hono/client'
import type { App } from './app.ts'

export type Client = ReturnType<typeof hc<App>>

/** A typed client for the API. What changes something carries the header that our own pages send. */
export function createClient(baseUrl: string, options: { fetch?: typeof fetch } = {}): Client {
  return hc<App>(baseUrl, { headers: { 'x-requested-with': 'takeaway-wall' }, ...options })
}
