/** One Server-Sent Event (WHATWG HTML 9.2.6). JSON has no raw line breaks, so `data` is always one line. */
export function encodeFrame(frame: { event: string; data: unknown; id?: number | string }): Buffer {
  const id = frame.id === undefined ? '' : `id: ${frame.id}\n`
  return Buffer.from(`${id}event: ${frame.event}\ndata: ${JSON.stringify(frame.data)}\n\n`)
}
