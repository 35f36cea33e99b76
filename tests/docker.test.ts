// No container engine is needed: what can be known from the files alone is held against the program.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Service {
  image: string
  command?: string[]
  environment?: Record<string, string>
  healthcheck?: { test?: string[]; disable?: boolean }
  'x-no-healthcheck'?: string
  read_only?: boolean
  cap_drop?: string[]
  mem_limit?: string
  volumes?: string[]
  depends_on?: Record<string, { condition: string }>
  build?: string
  restart?: string
}

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const compose = parse(read('compose.yaml'), { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, unknown>
}
const services = Object.entries(compose.services)
const own = services.filter(([, service]) => service.build !== undefined)
const steps = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [, name = '', rest = ''] = /^(\w+) +(.*)$/.exec(line) ?? []
    return { name, rest }
  })
const find = (name: string) => steps.filter((step) => step.name === name).map(({ rest }) => rest)
const lastStage = steps.slice(steps.findLastIndex(({ name }) => name === 'FROM'))
const ignored = read('.dockerignore').trim().split('\n')

/** Names that our programs read, wherever they do. */
const settings = new Set(
  globSync('{api,workers}/**/*.ts', { cwd: root })
    .filter((file) => !file.includes('node_modules'))
    .flatMap((file) => [...read(file).matchAll(/(?:read\(|env, |env\.)'?([A-Z][A-Z_]+)/g)])
    .map((match) => match[1] ?? ''),
)

const seedThreads = Number(/const threads = (\d+)/.exec(read('api/filing/seed-measurer.ts'))?.[1])

function readHeapLimit(file: string): number {
  return Number(/maxOldGenerationSizeMb: ([\d_]+)/.exec(read(file))?.[1]?.replaceAll('_', ''))
}

function toMegabytes(limit: string): number {
  return Number.parseInt(limit, 10) * (limit.endsWith('g') ? 1024 : 1)
}

describe('the image', () => {
  test('stands on Node of the major version that the packages name, by tag', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: { node: string } }
    const bases = find('FROM').map((rest) => rest.split(' ')[0])
    expect(new Set(bases)).toEqual(new Set([`node:${dependencies.node.split('.')[0]}-slim`]))
  })

  test('runs as a user who is not root and has a fixed number', () => {
    const users = lastStage.filter(({ name }) => name === 'USER').map(({ rest }) => rest)
    expect(users).toHaveLength(1)
    expect(users[0]).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/)
    const order = lastStage.map(({ name }) => name)
    expect(order.indexOf('USER')).toBeLessThan(order.indexOf('CMD'))
    expect(order.slice(order.indexOf('USER'))).not.toContain('RUN')
  })

  test('what it copies and starts is there, and is not kept out', () => {
    const copied = find('COPY')
      .filter((rest) => !rest.startsWith('--from'))
      .flatMap((rest) => rest.split(' ').slice(0, -1))
    expect(copied.length).toBeGreaterThan(8)
    for (const path of copied) {
      expect([path, existsSync(join(root, path))]).toEqual([path, true])
      expect(ignored).not.toContain(path.split('/')[0])
    }
    const [command = '[]'] = find('CMD')
    const commands = [
      JSON.parse(command) as string[],
      ...own.flatMap(([, { command: it }]) => (it ? [it] : [])),
    ]
    expect(commands.flatMap((words) => words.slice(1)).sort()).toEqual(
      expect.arrayContaining(['api/main.ts', 'workers/main.ts']),
    )
    for (const [program, file = ''] of commands) {
      expect([program, existsSync(join(root, file))]).toEqual(['node', true])
      const copiedInto = lastStage
        .filter(({ name }) => name === 'COPY')
        .map(({ rest }) => rest.split(' ').at(-1))
      expect(copiedInto).toContain(file.split('/')[0])
    }
  })

  test('every workspace package that a filter names has its package.json copied first', () => {
    const names = find('RUN').flatMap((rest) =>
      [...rest.matchAll(/--filter @wall\/(\w+)/g)].map((it) => it[1]),
    )
    expect(new Set(names)).toEqual(new Set(['web', 'api', 'workers']))
    for (const name of names) expect(find('COPY')).toContain(`${name}/package.json ${name}/`)
  })

  test('the health check is valid JavaScript that asks for /readyz', () => {
    const check = lastStage.find(({ name }) => name === 'HEALTHCHECK')?.rest ?? ''
    const words = JSON.parse(check.slice(check.indexOf('['))) as string[]
    expect(words.slice(0, 2)).toEqual(['node', '-e'])
    expect(words[2]).toContain('/readyz')
    expect(() => new Function(words[2] ?? '(')).not.toThrow()
  })

  test('secrets, data and installed packages of this machine stay out', () => {
    expect(ignored).toEqual(expect.arrayContaining(['.env', 'data', '.git', '**/node_modules']))
  })

  test('its settings are ones that the program reads', () => {
    const names = find('ENV').flatMap((rest) => rest.split(' ').map((pair) => pair.split('=')[0]))
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((name) => !settings.has(name ?? ''))).toEqual([])
  })
})

describe('the composition', () => {
  test('has a PostgreSQL, two nodes, two workers and a proxy', () => {
    expect(services.map(([name]) => name)).toEqual([
      'postgres',
      'api-1',
      'api-2',
      'workers-1',
      'workers-2',
      'proxy',
    ])
    expect(own.map(([name]) => name)).toEqual(['api-1', 'api-2', 'workers-1', 'workers-2'])
  })

  test.each(services)('%s: its image is named with a version', (_, { image }) => {
    expect(image).toMatch(/^[a-z-]+:\d[\w.-]*$/)
  })

  test.each(services)('%s: its health is checked, or it says why not', (name, service) => {
    if (service.healthcheck?.disable) expect(service['x-no-healthcheck']?.length).toBeGreaterThan(40)
    else if (service.build) expect(find('HEALTHCHECK')).toHaveLength(1)
    else expect(service.healthcheck?.test?.[0], name).toBe('CMD')
  })

  test.each(services)('%s: is started again and has a bound on its memory', (_, service) => {
    expect(service.restart).toBe('unless-stopped')
    expect(service.mem_limit).toMatch(/^\d+[mg]$/)
  })

  test('nodes and workers may take what their threads are allowed to, and half a GB beside them', () => {
    // The encoder, a job and the reading of ideas; and the seeds that people measure.
    const threads = { workers: 3, api: seedThreads }
    for (const [name, { mem_limit }] of own) {
      const most = name.startsWith('api') ? threads.api : threads.workers
      const needed = most * readHeapLimit('workers/filing/jobs/start-thread.ts') + 512
      expect([name, toMegabytes(mem_limit ?? '') >= needed]).toEqual([name, true])
    }
  })

  test.each(own)('%s: cannot write but to its data folder, and has no rights to give up', (_, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], tmpfs: ['/tmp'] })
    expect(service.volumes?.map((volume) => volume.split(':')[1])).toEqual(['/data'])
  })

  test.each(own)(
    '%s: its settings are ones that the program reads, and the secret ones are asked for',
    (_, service) => {
      const given = Object.entries(service.environment ?? {})
      expect(given.map(([name]) => name)).toEqual(expect.arrayContaining(['DATABASE_URL', 'AUTH_SECRET']))
      expect(given.map(([name]) => name).filter((name) => !settings.has(name))).toEqual([])
      expect(service.environment?.AUTH_SECRET).toMatch(/^\$\{AUTH_SECRET:\?/)
      expect(service.environment?.DATABASE_URL).toMatch(/^postgres:\/\/wall:\$\{POSTGRES_PASSWORD:\?/)
    },
  )

  test('each waits for what it needs, and all it names exists', () => {
    for (const [name, service] of services) {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(compose.services).toHaveProperty(other)
        expect([name, condition]).toEqual([name, 'service_healthy'])
      }
      for (const volume of service.volumes ?? []) {
        const [from = ''] = volume.split(':')
        if (from.startsWith('./')) expect([from, existsSync(join(root, from))]).toEqual([from, true])
        else expect(compose.volumes).toHaveProperty([from])
      }
    }
  })

  test('the proxy is told of every node', () => {
    const nodes = own.map(([name]) => name).filter((name) => name.startsWith('api'))
    expect(compose.services.proxy?.environment?.WALL_NODES).toBe(
      nodes.map((name) => `${name}:3000`).join(' '),
    )
    for (const name of ['WALL_NODES', 'WALL_SITE'])
      expect(read('docs/examples/Caddyfile')).toContain(`{$${name}:`)
  })
})
