// The least a Node server can do: one shared buffer, written to every response.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveCommands } from '../support/command-server.ts'
import { makePayload } from '../support/payload.ts'

const streams = new Set<ServerResponse>()
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': hello\n\n')
  streams.add(response)
  response.on('close', () => streams.delete(response))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
let id = 1_000

serveCommands({
  port: () => (server.address() as AddressInfo).port,
  publish(bytes: number) {
    id += 1
    const frame = Buffer.from(`id: ${id}\nevent: post\ndata: ${makePayload(bytes)}\n\n`)
    for (const response of streams) response.write(frame)
  },
})
