// Every check there is, and one last line for people and machines: `N passed, N failed`.
// Arguments go on to vitest: `pnpm test tests/db`. `--nodes` takes only the tests in a browser, all of them,
// on two nodes.
import { type StdioOptions, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Count {
  passed: number
  failed: number
}

const root = fileURLToPath(new URL('..', import.meta.url))
const tools = {
  biome: 'tests/node_modules/@biomejs/biome/bin/biome',
  tsc: 'tests/node_modules/typescript/bin/tsc',
  vitest: 'tests/node_modules/vitest/vitest.mjs',
}

// The tools colour a pipe too unless told.
if (!process.stdout.isTTY) process.env.NO_COLOR = '1'

const colours = process.stdout.isTTY
const checks = [
  startCheck('biome ci', [tools.biome, 'ci', `--colors=${colours ? 'force' : 'off'}`]),
  ...[
    { title: 'tsc: db, api, workers', project: '.' },
    { title: 'tsc: web', project: 'web' },
    { title: 'tsc: tests', project: 'tests' },
  ].map(({ title, project }) =>
    startCheck(title, [tools.tsc, '-p', project, ...(colours ? ['--pretty'] : [])]),
  ),
]
const counts: Count[] = []
for (const check of checks) counts.push(await check())
counts.push(await test(readArguments()))
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
process.exitCode = failed === 0 ? 0 : 1
console.log(`${passed} passed, ${failed} failed`)

function readArguments(): string[] {
  const given = process.argv.slice(2)
  if (!given.includes('--nodes')) return given
  process.env.TEST_NODES = 'all'
  return ['--project', 'nodes', ...given.filter((word) => word !== '--nodes')]
}

/** They run beside each other; what one of them said is told whole, when its turn comes. */
function startCheck(title: string, args: string[]): () => Promise<Count> {
  const said: Buffer[] = []
  const running = run(args, (part) => said.push(part))
  return async () => {
    const isFine = await running
    process.stdout.write(`\n> ${title}\n${Buffer.concat(said)}`)
    return isFine ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  }
}

/** A file that cannot load, a stray error or a run without any test counts as one failure. */
async function test(args: string[]): Promise<Count> {
  console.log('\n> vitest')
  const dir = await mkdtemp(join(tmpdir(), 'wall-tests-'))
  const report = join(dir, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  try {
    const ok = await run([tools.vitest, 'run', '--config', 'tests/vitest.config.ts', ...reporters, ...args])
    const { passed, failed } = await readCount(report)
    const fine = ok && passed + failed > 0
    return { passed, failed: failed === 0 && !fine ? 1 : failed }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function readCount(report: string): Promise<Count> {
  let results: { status: string; assertionResults: { status: string }[] }[]
  try {
    results = JSON.parse(await readFile(report, 'utf8')).testResults
  } catch (error) {
    console.error(`No report from vitest: ${error}`)
    return { passed: 0, failed: 1 }
  }
  const count = { passed: 0, failed: 0 }
  for (const { status, assertionResults } of results) {
    const failed = assertionResults.filter((test) => test.status === 'failed').length
    count.passed += assertionResults.filter((test) => test.status === 'passed').length
    count.failed += failed === 0 && status === 'failed' ? 1 : failed
  }
  return count
}

/**
 * Runs a JavaScript tool with this Node; true when it ends well. What it says goes out at once, or where
 * somebody hears it, there.
 */
function run(args: string[], hear?: (part: Buffer) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const stdio: StdioOptions = hear ? 'pipe' : 'inherit'
    const child = spawn(process.execPath, args, { cwd: root, stdio })
    if (hear) for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear)
    child.on('error', (error) => {
      console.error(error)
      resolve(false)
    })
    child.on('close', (code) => resolve(code === 0))
  })
}
