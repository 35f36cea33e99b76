import { Readable, Writable } from 'node:stream'
import { runCli } from '@wall/workers/cli/run-cli'

/** Runs `pnpm wall` with these words in this process, before a slow reader. */
export async function runWall(
  words: string[],
  input: Iterable<string | Buffer> = [],
  env: Record<string, string> = {},
) {
  const out: string[] = []
  const err: string[] = []
  const collect = (list: string[]) =>
    new Writable({
      highWaterMark: 1,
      write(chunk, _, done) {
        list.push(String(chunk))
        setImmediate(done)
      },
    })
  const io = { stdin: Readable.from(input), stdout: collect(out), stderr: collect(err), env }
  const code = await runCli(words, io)
  for (const stream of [io.stdout, io.stderr]) await new Promise<void>((done) => stream.end(done))
  const text = out.join('')
  return {
    code,
    text,
    err: err.join(''),
    /** Each line of what it printed, as JSON. */
    answers: () =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
  }
}
