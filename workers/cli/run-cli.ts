import { AppError } from '@wall/db/model/error'
import type { Io } from './verb.ts'
import { verbs } from './verbs.ts'

/**
 * Runs `pnpm wall` with these words. Resolves to the exit code: 0, 2 for a call that makes no sense, 1 for a
 * failure.
 */
export async function runCli(words: readonly string[], io: Io): Promise<number> {
  const [name, ...options] = words
  if (name === undefined || isHelp(name)) {
    io.stdout.write(await tellVerbs())
    return 0
  }
  const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (!load) {
    io.stderr.write(`There is no verb “${name}”. \`pnpm wall help\` lists them.\n`)
    return 2
  }
  const verb = await load()
  if (options.some(isHelp)) {
    io.stdout.write(`${verb.help.trim()}\n`)
    return 0
  }
  try {
    return await verb.run(options, io)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    io.stderr.write(`${error.message}\n`)
    return error.code === 'invalid' ? 2 : 1
  }
}

function isHelp(word: string): boolean {
  return ['help', '--help', '-h'].includes(word)
}

async function tellVerbs(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(verbs).map(async ([name, load]) => `  ${name.padEnd(10)} ${(await load()).summary}`),
  )
  return `pnpm wall <verb>\n\n${lines.join('\n')}\n\n\`pnpm wall <verb> --help\` tells more.\n`
}
