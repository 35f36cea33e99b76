import { AppError } from '@wall/db/model/error'
import { readLines } from './read-lines.ts'
import type { Io } from './verb.ts'

/**
 * Answers every line of standard input with one line of JSON, in order, waiting when the reader is slow.
 * Whoever reads the answers may stop early (`| head`). Resolves to 0; throws `unavailable` when standard
 * input fails.
 */
export async function answerLines(
  io: Io,
  answer: (text: string) => object,
  tellFault: (why: string) => object,
): Promise<number> {
  let isClosed = false
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
    isClosed = true
  }
  io.stdout.on('error', onError)
  const lines = readLines(io.stdin)
  while (!isClosed) {
    const next = await lines.next().catch((cause: unknown) => {
      throw new AppError('unavailable', 'Standard input could not be read to its end. Try it from a file.', {
        cause,
      })
    })
    if (next.done) break
    const line = next.value
    const told = 'text' in line ? answer(line.text) : tellFault('this line is longer than 1 MB')
    if (!io.stdout.write(`${JSON.stringify(told)}\n`) && !isClosed) await waitForDrain(io)
  }
  // A pipe is written in the background: the listener stays until the process ends, or a late EPIPE would be
  // fatal.
  if (isClosed) io.stdin.destroy()
  return 0
}

function waitForDrain({ stdout }: Io): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      for (const event of events) stdout.off(event, go)
      resolve()
    }
    const events = ['drain', 'error', 'close']
    for (const event of events) stdout.on(event, go)
  })
}
