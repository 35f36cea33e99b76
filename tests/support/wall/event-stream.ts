import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'

export interface StreamEvent {
  name: string
  id: string | null
  data: unknown
}

/** A reader of Server-Sent Events that keeps all it hears. */
export interface EventStream {
  status: number
  headers: IncomingMessage['headers']
  events: StreamEvent[]
  /** Bytes as they came. */
  text(): string
  /** Resolves when the server has ended it. */
  ended: Promise<unknown>
  close(): void
}

export async function openEventStream(
  address: string,
  headers: Record<string, string> = {},
): Promise<EventStream> {
  const request = get(address, { headers, agent: false })
  request.on('error', () => {})
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const events: StreamEvent[] = []
  let text = ''
  let rest = ''
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    text += chunk
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]),
      )
      const name = fields.get('event')
      if (name)
        events.push({ name, id: fields.get('id') ?? null, data: JSON.parse(fields.get('data') ?? 'null') })
    }
  })
  response.on('error', () => {})
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    events,
    text: () => text,
    ended: new Promise((resolve) => response.on('close', resolve)),
    close: () => request.destroy(),
  }
}
