// Hono handlers that answer a constant of so many bytes: a string, which is encoded each time, and ready
// bytes.
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { serveCommands } from '../support/command-server.ts'

const text = 'x'.repeat(Number(process.argv[2]))
const bytes = Uint8Array.from(Buffer.from(text))
const type = { 'content-type': 'application/json' }
const app = new Hono()
  .get('/string', (c) => c.body(text, 200, type))
  .get('/bytes', (c) => c.body(bytes, 200, type))
const server = createAdaptorServer({ fetch: app.fetch })
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

serveCommands({ port: () => (server.address() as AddressInfo).port })
