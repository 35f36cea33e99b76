import { createHash } from 'node:crypto'

/**
 * A well-formed CIDv1 (base32, SHA-256) that depends on the content alone. It is of the JSON and not of the
 * DAG-CBOR, so it can't be checked against a real repository.
 */
export function computeCid(content: unknown, codec: 'record' | 'blob' = 'record'): string {
  const digest = createHash('sha256').update(JSON.stringify(content)).digest()
  const prefix = Buffer.from([1, codec === 'record' ? 0x71 : 0x55, 0x12, 0x20])
  return `b${encodeBase32(Buffer.concat([prefix, digest]))}`
}

/** A did:plc with the right alphabet and length, made of a name. */
export function computeDid(name: string): string {
  return `did:plc:${encodeBase32(createHash('sha256').update(name).digest()).slice(0, 24)}`
}

function encodeBase32(bytes: Buffer): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
  let text = ''
  let [bits, held] = [0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(held >>> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text
}
