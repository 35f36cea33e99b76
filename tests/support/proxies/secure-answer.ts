import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect, type IncomingHttpHeaders } from 'node:http2'
import { get } from 'node:https'

export interface SecureAnswer {
  status: number
  headers: IncomingHttpHeaders
  text(): string
  /** Whether the other side has ended it. */
  isOver(): boolean
  close(): Promise<void>
}

/** Asks over HTTP/2 and listens on; whatever the certificate. */
export async function openHttp2(
  origin: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<SecureAnswer> {
  const session = connect(origin, { rejectUnauthorized: false })
  session.on('error', () => {})
  const request = session.request({ ':path': path, ...headers })
  request.setEncoding('utf8')
  let text = ''
  let isOver = false
  request.on('data', (chunk) => {
    text += chunk
  })
  request.on('error', () => {})
  request.on('close', () => {
    isOver = true
  })
  const [answer] = await once(request, 'response')
  return {
    status: Number(answer[':status']),
    headers: answer,
    text: () => text,
    isOver: () => isOver,
    async close() {
      if (session.destroyed) return
      const closed = once(session, 'close')
      session.destroy()
      await closed
    },
  }
}

/** The same over HTTP/1.1, where a proxy may wait for more before it sends. */
export async function openHttp1(origin: string, path: string): Promise<SecureAnswer> {
  const request = get(new URL(path, origin), { rejectUnauthorized: false, agent: false })
  request.on('error', () => {})
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  let text = ''
  answer.setEncoding('utf8')
  answer.on('data', (chunk) => {
    text += chunk
  })
  answer.on('error', () => {})
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    text: () => text,
    isOver: () => answer.closed,
    close: async () => void request.destroy(),
  }
}
