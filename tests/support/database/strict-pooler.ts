import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/**
 * Stands before PostgreSQL and refuses, as PgBouncer does, connections that ask for settings it does not
 * follow.
 */
export async function startStrictPooler(targetPort: number): Promise<{
  port: number
  refused(): number
  close(): Promise<void>
}> {
  const sockets = new Set<Socket>()
  let refused = 0
  const server = createServer((near) => {
    near.once('data', (startup) => {
      if (startup.includes('statement_timeout')) {
        refused += 1
        near.end(makeError('unsupported startup parameter: statement_timeout'))
        return
      }
      const far = connect(targetPort, '127.0.0.1')
      far.write(startup)
      near.pipe(far).pipe(near)
      for (const socket of [near, far]) {
        sockets.add(socket)
        socket.on('error', () => {})
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    refused: () => refused,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** PostgreSQL's ErrorResponse: fields of one letter and a text, each ended by NUL. */
function makeError(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${message}\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}
