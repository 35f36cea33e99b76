// Real proxies with the example files of docs/examples, on free ports and with a certificate of their own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '../free-port.ts'

export interface RunningProxy {
  /** https, with a certificate that nobody vouches for. */
  origin: string
  stop(): Promise<void>
}

export const proxyKinds = ['nginx', 'caddy'] as const
export type ProxyKind = (typeof proxyKinds)[number]

const examples = fileURLToPath(new URL('../../../docs/examples/', import.meta.url))
const paths = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }

export function isInstalled(kind: ProxyKind): boolean {
  const runs = (program: string, word: string) =>
    spawnSync(program, [word], { env: paths, stdio: 'ignore' }).error === undefined
  return kind === 'caddy' ? runs('caddy', 'version') : runs('nginx', '-v') && runs('openssl', 'version')
}

/** `nodes`: two ports on this machine, as in the examples. */
export async function startProxy(kind: ProxyKind, nodes: readonly [number, number]): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'wall-proxy-'))
  const [port, plainPort] = [await findFreePort(), await findFreePort()]
  const arrange = kind === 'nginx' ? arrangeNginx : arrangeCaddy
  const { words, env } = arrange(folder, { port, plainPort, nodes })
  const child = spawn(kind, words, {
    env: { ...paths, ...env },
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-3000)
  })
  const ended = once(child, 'exit')
  await waitUntilOpen(port, child, () => said)
  return {
    origin: `https://localhost:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

interface Places {
  port: number
  plainPort: number
  nodes: readonly [number, number]
}

function arrangeNginx(folder: string, { port, plainPort, nodes }: Places) {
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-keyout', key, '-out', certificate],
  ])
  if (made.status !== 0) throw new Error(String(made.stderr))
  const example = replaceAll(readFileSync(join(examples, 'nginx.conf'), 'utf8'), [
    ['listen 443 ', `listen 127.0.0.1:${port} `],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['/etc/letsencrypt/live/wall.example.org/fullchain.pem', certificate],
    ['/etc/letsencrypt/live/wall.example.org/privkey.pem', key],
    ['127.0.0.1:3000 ', `127.0.0.1:${nodes[0]} `],
    ['127.0.0.1:3001 ', `127.0.0.1:${nodes[1]} `],
  ])
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join('\n')
  writeFileSync(join(folder, 'example.conf'), example)
  // `gzip`: many a main file has it on, Debian's too.
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/pid; error_log stderr warn;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 256; }
http { access_log off; gzip on; gzip_types *; gzip_proxied any; ${temporary} include ${folder}/example.conf; }`,
  )
  return { words: ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], env: {} }
}

function arrangeCaddy(folder: string, { port, plainPort, nodes }: Places) {
  const file = join(folder, 'Caddyfile')
  // A name that is only of this machine gets a certificate of Caddy's own making.
  const forTests = `{\n\tadmin off\n\thttp_port ${plainPort}\n\tskip_install_trust\n}\n`
  writeFileSync(file, forTests + readFileSync(join(examples, 'Caddyfile'), 'utf8'))
  return {
    words: ['run', '--config', file, '--adapter', 'caddyfile'],
    env: {
      WALL_SITE: `https://localhost:${port}`,
      WALL_NODES: nodes.map((node) => `127.0.0.1:${node}`).join(' '),
      ...{ HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    },
  }
}

/** Fails when the example no longer says what is to be replaced. */
function replaceAll(text: string, changes: [string, string][]): string {
  return changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`the example does not hold "${from}" any more`)
    return all.replaceAll(from, to)
  }, text)
}

async function waitUntilOpen(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the proxy ended:\n${said()}`)
    // Any answer will do: the certificate is made by then.
    const isOpen = await tryTls(port)
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function tryTls(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false })
    socket.once('secureConnect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
