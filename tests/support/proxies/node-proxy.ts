import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What stands in front of nodes: each request goes to the next one, streams as well, whoever asks. */
export interface NodeProxy {
  /** Where people reach it: the nodes' `PUBLIC_URL`. */
  url: string
  /** Who takes requests from now on; nobody: each is answered 502, as proxies do. */
  setNodes(urls: readonly string[]): void
  /** How many requests each node got so far. */
  countRequests(): number[]
  close(): Promise<void>
}

/**
 * Two requests that follow one another never meet the same node, so what only one process knows is missed at
 * once.
 */
export async function startNodeProxy(): Promise<NodeProxy> {
  const agent = new Agent({ keepAlive: true })
  const counts = new Map<string, number>()
  let nodes: readonly string[] = []
  let turn = 0

  const server = createServer((asked, answer) => {
    turn += 1
    const node = nodes[turn % nodes.length]
    if (node === undefined) return void answer.writeHead(502).end()
    counts.set(node, (counts.get(node) ?? 0) + 1)
    pass(node, asked, answer)
  })

  function pass(node: string, asked: IncomingMessage, answer: ServerResponse): void {
    const { method, url, headers, socket } = asked
    const onward = request(new URL(url ?? '/', node), {
      method,
      agent,
      headers: { ...headers, 'x-forwarded-for': socket.remoteAddress },
    })
    onward.on('response', (got) => {
      answer.writeHead(got.statusCode ?? 502, got.rawHeaders)
      got.pipe(answer)
      // A node that dies in the middle of an answer: whoever listens hears it, rather than a good end.
      got.on('close', () => got.complete || answer.destroy())
    })
    onward.on('error', () => {
      if (answer.headersSent) answer.destroy()
      else answer.writeHead(502).end()
    })
    // A viewer who leaves ends the stream at the node.
    answer.on('close', () => onward.destroy())
    asked.pipe(onward)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    setNodes(urls) {
      nodes = urls
    },
    countRequests: () => [...counts.values()],
    async close() {
      server.close()
      server.closeAllConnections()
      agent.destroy()
      await once(server, 'close')
    },
  }
}
