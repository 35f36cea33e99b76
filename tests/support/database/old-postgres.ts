import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/**
 * Speaks as much of PostgreSQL's protocol (manual, chapter 55) as a server needs to let anybody in and to say
 * which version it is: every query is answered with that.
 */
export async function startOldPostgres(
  version: string,
  number: number,
): Promise<{
  port: number
  close(): Promise<void>
}> {
  const sockets = new Set<Socket>()
  const values = { version, number: String(number), encoding: 'UTF8' }
  const ready = makeMessage('Z', Buffer.from('I'))
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => {
      const letIn = makeMessage('R', Buffer.alloc(4))
      socket.write(Buffer.concat([letIn, ready]))
      socket.on('data', (asked) => {
        if (asked.toString('latin1', 0, 1) !== 'Q') return
        const [columns, row] = [describeColumns(Object.keys(values)), makeRow(Object.values(values))]
        socket.write(Buffer.concat([columns, row, makeMessage('C', Buffer.from('SELECT 1\0')), ready]))
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function makeMessage(kind: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(kind), makeInt(body.length + 4), body])
}

function describeColumns(names: readonly string[]): Buffer {
  const fields = names.map((name) => {
    const field = Buffer.alloc(18)
    // Of type text: its number in the catalogue.
    field.writeInt32BE(25, 6)
    field.writeInt16BE(-1, 10)
    field.writeInt32BE(-1, 12)
    return Buffer.concat([Buffer.from(`${name}\0`), field])
  })
  return makeMessage('T', Buffer.concat([makeShort(names.length), ...fields]))
}

function makeRow(values: readonly string[]): Buffer {
  const fields = values.map((value) => Buffer.concat([makeInt(Buffer.byteLength(value)), Buffer.from(value)]))
  return makeMessage('D', Buffer.concat([makeShort(values.length), ...fields]))
}

function makeInt(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function makeShort(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}
