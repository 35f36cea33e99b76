// `better-sse` as its README uses it: a session per request, a channel for all.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createChannel, createSession } from 'better-sse'
import { serveCommands } from '../support/command-server.ts'
import { makePayload } from '../support/payload.ts'

const channel = createChannel()
const server = createServer(async (request, response) => {
  channel.register(await createSession(request, response))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
let id = 1_000

serveCommands({
  port: () => (server.address() as AddressInfo).port,
  publish(bytes: number) {
    id += 1
    channel.broadcast(JSON.parse(makePayload(bytes)), 'post', { eventId: String(id) })
  },
})
