const opcodes = { text: 1, binary: 2 } as const

/**
 * One complete, unmasked WebSocket frame (RFC 6455 §5.2), ready for the socket: it is made once and the same
 * bytes go to every subscriber. Several frames in one buffer are several messages.
 */
export function encodeFrame(payload: string | Buffer, type: keyof typeof opcodes = 'text'): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload
  const header = Buffer.alloc(headerLength(body.length))
  header[0] = 0x80 | opcodes[type]
  if (header.length === 2) header[1] = body.length
  else if (header.length === 4) {
    header[1] = 126
    header.writeUInt16BE(body.length, 2)
  } else {
    header[1] = 127
    header.writeBigUInt64BE(BigInt(body.length), 2)
  }
  return Buffer.concat([header, body])
}

function headerLength(bodyLength: number): number {
  if (bodyLength < 126) return 2
  return bodyLength < 65_536 ? 4 : 10
}
