import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runCli } from './run-cli.ts'

// The same file that `pnpm start` reads; what the environment says goes first.
const envFile = join(import.meta.dirname, '../../.env')
if (existsSync(envFile)) process.loadEnvFile(envFile)

process.exitCode = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
})
