import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TcpProxy {
  port: number
  /** Cuts every line that is open now (the peers see a reset). */
  cut(): void
  /** While false, lines stay open but carry nothing. */
  setFlowing(isFlowing: boolean): void
  /** While false, new lines are reset at once. */
  setAccepting(isAccepting: boolean): void
  close(): Promise<void>
}

/** A wire between two processes that a test can cut, block and mend. */
export async function startTcpProxy(target: { port: number; host?: string }): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let isFlowing = true
  let isAccepting = true

  const server = createServer((near) => {
    if (!isAccepting) return void near.resetAndDestroy()
    const far = connect(target.port, target.host ?? '127.0.0.1')
    join(near, far)
    join(far, near)
  })

  function join(from: Socket, to: Socket): void {
    sockets.add(from)
    from.on('data', (chunk) => {
      if (!to.write(chunk)) from.pause()
    })
    to.on('drain', () => {
      if (isFlowing) from.resume()
    })
    from.on('end', () => to.end())
    from.on('error', () => to.destroy())
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
    if (!isFlowing) from.pause()
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    setFlowing(value) {
      isFlowing = value
      for (const socket of sockets) value ? socket.resume() : socket.pause()
    },
    setAccepting(value) {
      isAccepting = value
    },
    async close() {
      const isClosed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await isClosed
    },
  }
}
