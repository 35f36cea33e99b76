import type { NetworkEvent } from '@wall/workers/demo/network/network-event'
import WebSocket from 'ws'

/** A commit with names made of `name`. */
export function makePostEvent(author: string, name: string): NetworkEvent {
  return {
    kind: 'commit',
    operation: 'create',
    did: `did:plc:${author}`,
    rev: `rev-${name}`,
    collection: 'app.bsky.feed.post',
    rkey: name,
    cid: `cid-${name}`,
    record: { text: name },
  }
}

/** The record keys of frames of either wire. */
export function readRkeys(frames: unknown[]): unknown[] {
  return frames.map((frame) => {
    const { commit, payload } = frame as { commit?: { rkey: string }; payload?: { rkey: string } }
    return commit?.rkey ?? payload?.rkey
  })
}

/** What the server says instead of an upgrade. */
export async function fetchRefusal(url: string): Promise<{ status: number; body: unknown }> {
  const socket = new WebSocket(url)
  return new Promise((resolve, reject) => {
    socket.on('open', () => reject(new Error('was not refused')))
    socket.on('error', () => undefined)
    socket.on('unexpected-response', async (_request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) })
    })
  })
}
