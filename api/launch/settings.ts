import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Config, loadConfig } from '../config.ts'

const run = promisify(execFile)

/** Checks the settings of both processes before either starts, so that all faults are told at once. */
export async function checkSettings(
  root: string,
  env: Record<string, string | undefined>,
): Promise<{ config: Config; faults: string[] }> {
  const { config, faults } = loadConfig(env)
  const { stdout } = await run(process.execPath, [join(root, 'workers/check-config.ts')], { env: { ...env } })
  const named = new Set(faults.map(firstWord))
  // A setting that both read is told once.
  const others = stdout.split('\n').filter((line) => line !== '' && !named.has(firstWord(line)))
  return { config, faults: [...faults, ...others] }
}

function firstWord(sentence: string): string {
  return /^\w+/.exec(sentence)?.[0] ?? ''
}
