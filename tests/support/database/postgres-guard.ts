// A process of its own that keeps a PostgreSQL server for one run of the tests, and ends it and removes its
// files when the run is over, however the run ends: its standard input is a pipe from the run, which closes
// with it. Prints the server's address once it can be used. For tests of faults a line on the standard input
// takes the server away (`stop` in good order, `crash` at once), which is answered by `stopped`, and `start`
// brings it back at the same address.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { findFreePort } from '../free-port.ts'
import { type Binaries, canRun, findBinaries, findPlainUser } from './postgres-binaries.ts'

const folder = mkdtempSync(join(tmpdir(), 'wall-postgres-'))
const data = join(folder, 'data')
const password = randomBytes(12).toString('hex')
const owner = findPlainUser()
let running: ChildProcess | undefined
let isEnding = false
let pause: PromiseWithResolvers<void> | undefined

process.stdin.on('data', (chunk) => {
  for (const command of String(chunk).trim().split('\n')) obey(command)
})
process.stdin.on('close', end)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

if (owner) chownSync(folder, owner.uid, owner.gid)
const binaries = prepareBinaries(await findBinaries())
const env = { ...process.env, ...linkLibraries(binaries), LC_ALL: 'C' }
writeFileSync(join(folder, 'password'), password, { mode: 0o644 })
await start('initdb', [
  `--pgdata=${data}`,
  '--username=postgres',
  `--pwfile=${join(folder, 'password')}`,
  ...['--auth=scram-sha-256', '--encoding=UTF8', '--no-locale', '--no-sync', '--no-instructions'],
]).ended
// A port that was free a moment ago may be taken by now.
let port = await findFreePort()
for (let tries = 0; tries < 5; tries += 1) {
  await serve(port)
  if (pause) {
    process.stdout.write('stopped\n')
    await pause.promise
    pause = undefined
    tries = 0
  } else port = await findFreePort()
}
process.exit(1)

function obey(command: string): void {
  if (command === 'start') pause?.resolve()
  if (command !== 'stop' && command !== 'crash') return
  pause = Promise.withResolvers()
  running?.kill(command === 'stop' ? 'SIGINT' : 'SIGQUIT')
}

async function serve(port: number): Promise<void> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=150',
    'shared_buffers=64MB',
    // Nothing here outlives the run.
    ...(process.argv.includes('--durable') ? [] : ['fsync=off', 'full_page_writes=off']),
  ]
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  const { child, ended } = start('postgres', args)
  child.stderr?.on('data', (chunk) => {
    if (String(chunk).includes('ready to accept connections')) {
      process.stdout.write(`postgres://postgres:${password}@127.0.0.1:${port}/postgres\n`)
    }
  })
  await ended.catch(() => undefined)
}

function start(name: 'initdb' | 'postgres', args: string[]): { child: ChildProcess; ended: Promise<void> } {
  const child = spawn(binaries[name], args, {
    ...owner,
    env,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  running = child
  let printed = ''
  child.stderr?.on('data', (chunk) => {
    printed = `${printed}${chunk}`.slice(-5000)
  })
  const ended = once(child, 'close').then(([code]) => {
    if (isEnding) process.exit(0)
    if (code === 0) return
    if (!pause) process.stderr.write(printed)
    throw new Error(`${name} ended with ${code}`)
  })
  return { child, ended }
}

/** SIGQUIT ends PostgreSQL at once, without the care for files that are removed anyway. */
function end(): void {
  isEnding = true
  if (running && running.exitCode === null && running.signalCode === null) running.kill('SIGQUIT')
  else process.exit(0)
}

/** Whoever runs the server may not be allowed to look into the folder that our packages stand in. */
function prepareBinaries(found: Binaries): Binaries {
  if (!owner || canRun(found.initdb, owner)) return found
  const copy = join(folder, 'native')
  cpSync(found.native, copy, { recursive: true })
  return { ...found, native: copy, initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}

/**
 * The package's own install script would link these into its folder; no script runs while we install, so they
 * stand here.
 */
function linkLibraries({ native, links }: Binaries): Record<string, string> {
  const libraries = join(folder, 'lib')
  mkdirSync(libraries)
  for (const { source, target } of links) {
    symlinkSync(join(native, '..', source), join(libraries, basename(target)))
  }
  const path = `${libraries}:${join(native, 'lib')}`
  return { LD_LIBRARY_PATH: path, DYLD_LIBRARY_PATH: path }
}
