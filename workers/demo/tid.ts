const alphabet = '234567abcdefghijklmnopqrstuvwxyz'

/**
 * Makes revisions as a real repository does: times in base 32 that sort as text, each larger than the last.
 */
export function createTids(now: () => number): () => string {
  let last = 0n
  return () => {
    const micros = BigInt(now()) * 1000n
    last = micros > last ? micros : last + 1n
    return encodeTid(last << 10n)
  }
}

function encodeTid(value: bigint): string {
  let text = ''
  for (let digit = 0; digit < 13; digit += 1) {
    text = (alphabet[Number(value & 31n)] ?? '') + text
    value >>= 5n
  }
  return text
}
