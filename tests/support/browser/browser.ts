// A Chromium for tests, found in this order: CHROMIUM_PATH, one installed on the machine, the one of
// @sparticuz/chromium (Linux x64), which brings its own shared libraries and a font for bare machines.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const run = promisify(execFile)
const testsDir = fileURLToPath(new URL('../..', import.meta.url))
const installedNames = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome']
const installedApps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
]

/** Headless, with a fresh profile that is deleted on close. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env.CHROMIUM_PATH || findInstalled()
  const { path, env } = own ? { path: own, env: {} } : await unpackBundled()
  return chromium.launch({
    executablePath: path,
    headless: true,
    chromiumSandbox: false,
    args: flags,
    env: { ...definedEnv(), ...env },
  })
}

let shared: Promise<Browser> | undefined

/**
 * The one browser of all test files of this process, with which it ends. Whoever opens a context closes it.
 */
export function shareBrowser(): Promise<Browser> {
  shared = (shared ?? launchBrowser()).then((browser) => (browser.isConnected() ? browser : launchBrowser()))
  return shared
}

function findInstalled(): string | undefined {
  const dirs = (process.env.PATH ?? '').split(delimiter).filter((dir) => dir !== '')
  const paths = installedNames.flatMap((name) => dirs.map((dir) => join(dir, name)))
  return [...paths, ...installedApps].find((path) => existsSync(path))
}

/**
 * Unpacks once into node_modules/.cache. Test processes start together, so each unpacks into a folder of its
 * own and the rename, which only the first can win, makes it visible whole.
 */
async function unpackBundled(): Promise<{ path: string; env: Record<string, string> }> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('No Chromium found: install one or set CHROMIUM_PATH')
  const dir = join(testsDir, 'node_modules', '.cache', `chromium-${await readBundledVersion()}`)
  if (!existsSync(dir)) await unpackInto(dir)
  const path = join(dir, 'chromium')
  return { path, env: { ...(await findMissingLibraries(path, dir)), ...findMissingFonts(dir) } }
}

async function unpackInto(dir: string): Promise<void> {
  await mkdir(join(dir, '..'), { recursive: true })
  const work = await mkdtemp(`${dir}-`)
  try {
    // The package unpacks to TMPDIR, and its libraries only where it believes to be on Lambda.
    const env = { ...process.env, TMPDIR: work, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
    const code = "await (await import('@sparticuz/chromium')).default.executablePath()"
    await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: testsDir, env })
    await writeFile(join(work, 'fonts', 'fonts.conf'), fontsConf(join(dir, 'fonts')))
    await rename(work, dir)
  } catch (error) {
    await rm(work, { recursive: true, force: true })
    if (!existsSync(dir)) throw error
  }
}

/** The system's own libraries where it has them all, else the package's. */
async function findMissingLibraries(path: string, dir: string): Promise<Record<string, string>> {
  const linked = await run('ldd', [path]).catch(() => ({ stdout: 'not found' }))
  if (!linked.stdout.includes('not found')) return {}
  const paths = [join(dir, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH]
  return { LD_LIBRARY_PATH: paths.filter(Boolean).join(':') }
}

function findMissingFonts(dir: string): Record<string, string> {
  return existsSync('/etc/fonts/fonts.conf') && existsSync('/usr/share/fonts')
    ? {}
    : { FONTCONFIG_FILE: join(dir, 'fonts', 'fonts.conf') }
}

function fontsConf(dir: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${dir}</dir>
  <cachedir>${join(dir, 'cache')}</cachedir>
</fontconfig>
`
}

async function readBundledVersion(): Promise<string> {
  const file = join(testsDir, 'node_modules', '@sparticuz', 'chromium', 'package.json')
  return JSON.parse(await readFile(file, 'utf8')).version
}

function definedEnv(): Record<string, string> {
  const pairs = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return Object.fromEntries(pairs)
}
