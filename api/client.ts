import { hc } from 'hono/client'
import type { Routes } from './routes.ts'

export type Client = ReturnType<typeof hc<Routes>>

/** A typed client for the API. What changes something carries the header that our own pages send. */
export function createClient(baseUrl: string, options: { fetch?: typeof fetch } = {}): Client {
  return hc<Routes>(baseUrl, { headers: { 'x-requested-with': 'takeaway-wall' }, ...options })
}
