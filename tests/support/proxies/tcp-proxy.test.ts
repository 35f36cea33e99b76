import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

let server: Server
let proxy: TcpProxy

beforeEach(async () => {
  server = createServer((_request, response) => response.end('pong'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  proxy = await startTcpProxy({ port: (server.address() as AddressInfo).port })
})
afterEach(async () => {
  await proxy.close()
  await new Promise((resolve) => server.close(resolve))
})

const ask = () => fetch(`http://127.0.0.1:${proxy.port}/`, { headers: { connection: 'close' } })

test('carries both ways', async () => {
  expect(await (await ask()).text()).toBe('pong')
})

test('refuses while it does not accept, and carries again after', async () => {
  proxy.setAccepting(false)
  await expect(ask()).rejects.toThrow()
  proxy.setAccepting(true)
  expect(await (await ask()).text()).toBe('pong')
})

test('holds what is sent while nothing flows, and hands it on after', async () => {
  proxy.setFlowing(false)
  let isAnswered = false
  const answer = ask().then(async (response) => {
    isAnswered = true
    return response.text()
  })
  expect(await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text()).toBe(
    'pong',
  )
  expect(isAnswered).toBe(false)
  proxy.setFlowing(true)
  expect(await answer).toBe('pong')
})

test('cuts open lines', async () => {
  proxy.setFlowing(false)
  const answer = ask()
  await new Promise<void>((resolve) => server.getConnections(() => resolve()))
  setImmediate(() => proxy.cut())
  await Promise.race([expect(answer).rejects.toThrow(), keepCutting(proxy)])
})

/** The line may not be open yet at the first cut. */
async function keepCutting(target: TcpProxy): Promise<never> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    target.cut()
  }
}
