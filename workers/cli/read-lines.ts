import type { Readable } from 'node:stream'

/** A line of input, or the news that it was too long to be kept. */
export type Line = { text: string } | { tooLong: true }

/** Longer lines are told of and not kept, so that memory stays bounded. */
export const maxLineBytes = 1_048_576

/**
 * The lines of a stream, split at line feeds only and otherwise as they are (a carriage return or a byte
 * order mark stays). A line feed at the end makes no further line. Bytes that are not UTF-8 become U+FFFD.
 */
export async function* readLines(input: Readable): AsyncGenerator<Line> {
  let parts: Buffer[] = []
  let size = 0
  const take = (): Line => {
    const line =
      size > maxLineBytes ? ({ tooLong: true } as const) : { text: Buffer.concat(parts).toString('utf8') }
    parts = []
    size = 0
    return line
  }
  const keep = (part: Buffer) => {
    size += part.length
    if (size > maxLineBytes) parts = []
    else if (part.length > 0) parts.push(part)
  }
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer)
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      keep(bytes.subarray(from, end))
      yield take()
      from = end + 1
    }
    keep(bytes.subarray(from))
  }
  if (size > 0) yield take()
}
