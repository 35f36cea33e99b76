// A real PgBouncer in transaction mode, where this machine has one.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../free-port.ts'
import { findPlainUser } from './postgres-binaries.ts'

const paths = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }

export interface RunningBouncer {
  /** The same database by way of it. */
  addressOf(url: string): string
  stop(): Promise<void>
}

export function isBouncerInstalled(): boolean {
  return spawnSync('pgbouncer', ['--version'], { env: paths, stdio: 'ignore' }).error === undefined
}

/** Before the server of this address, for all its databases. */
export async function startBouncer(serverUrl: string): Promise<RunningBouncer> {
  const server = new URL(serverUrl)
  const folder = mkdtempSync(join(tmpdir(), 'wall-bouncer-'))
  const port = await findFreePort()
  const [settings, users] = [join(folder, 'pgbouncer.ini'), join(folder, 'users.txt')]
  const quote = (text: string) => `"${decodeURIComponent(text).replaceAll('"', '""')}"`
  writeFileSync(users, `${quote(server.username)} ${quote(server.password)}\n`)
  writeFileSync(
    settings,
    `[databases]
* = host=${server.hostname} port=${server.port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = 30
`,
  )
  // It refuses to run as root, as PostgreSQL does.
  const owner = findPlainUser()
  for (const path of [settings, users]) chmodSync(path, 0o600)
  if (owner) for (const path of [folder, settings, users]) chownSync(path, owner.uid, owner.gid)
  const child = spawn('pgbouncer', [settings], {
    ...owner,
    env: paths,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-3000)
  })
  const ended = once(child, 'exit')
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended:\n${said}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    addressOf(url) {
      const address = new URL(url)
      address.hostname = '127.0.0.1'
      address.port = String(port)
      return address.href
    },
    async stop() {
      // At once; SIGINT would wait for those who are still there.
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
