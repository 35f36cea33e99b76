import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export interface Asked {
  url: string
  authorization: string | undefined
  body: string
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void

/** `startChatService` for one test. */
export async function openChatService(...answers: Answer[]) {
  const service = await startChatService(...answers)
  onTestFinished(service.close)
  return service
}

/**
 * A local service that speaks the chat-completions API: gives these answers in turn, the last one for ever.
 */
export async function startChatService(...answers: Answer[]) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const body = await readAll(request)
    asked.push({ url: request.url ?? '', authorization: request.headers.authorization, body })
    const answer = answers[Math.min(asked.length, answers.length) - 1]
    answer?.(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked, close }
}

export function say(content: unknown): Answer {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return (response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: text } }] }))
  }
}

export function fail(status: number, headers: Record<string, string> = {}, body = '{"error":{}}'): Answer {
  return (response) => response.writeHead(status, headers).end(body)
}
