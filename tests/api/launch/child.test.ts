import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Child, startChild } from '@wall/api/launch/child'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

describe('a child process', { timeout: 30_000 }, () => {
  let dir: string
  let said: string[]
  let logged: string[]
  const children: Child[] = []

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'wall-child-'))
    said = []
    logged = []
  })
  afterEach(() => {
    for (const child of children.splice(0)) child.kill()
    rmSync(dir, { recursive: true, force: true })
  })

  async function start(code: string): Promise<Child> {
    const file = join(dir, 'child.mjs')
    writeFileSync(file, `const live = () => setInterval(() => {}, 1000)\n${code}`)
    const child = await startChild({
      name: 'api',
      file,
      env: { PATH: process.env.PATH },
      writeLog: (line) => logged.push(line),
      say: (sentence) => said.push(sentence),
    })
    children.push(child)
    return child
  }

  test('is ready when it says so, with what it says', async () => {
    const child = await start(`live(); process.send({ ready: true, url: 'http://x' })`)
    expect(child.ready).toEqual({ ready: true, url: 'http://x' })
    await child.stop()
    expect(said).toEqual([])
  })

  test('that cannot start ends with the last sentence of its log', async () => {
    const code = `console.log(JSON.stringify({ level: 60, msg: 'Port 80 is taken.' })); process.exit(1)`
    await expect(start(code)).rejects.toMatchObject({ code: 'unavailable', message: 'Port 80 is taken.' })
    expect(logged).toHaveLength(1)
  })

  test('that ends without a word is said to have done so', async () => {
    await expect(start('process.exit(3)')).rejects.toThrow('api ended before it was ready (code 3)')
    await expect(start('throw new Error("oh")')).rejects.toThrow('api ended before it was ready')
    expect(logged.join('\n')).toContain('Error: oh')
  })

  test('that crashes is started again, and it is said', async () => {
    await start(
      `live(); process.send({ ready: true }); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300)`,
    )
    await expect
      .poll(() => said.slice(0, 2), { timeout: 30_000 })
      .toEqual(['api stopped (SIGKILL); it starts again in 1 s.', 'api runs again.'])
  })

  test('errors reach the terminal, the rest only the log', async () => {
    // Not before it is known to be ready: what it says until then is told otherwise.
    const child = await start(`
      live()
      process.on('SIGUSR2', () => {
        console.log(JSON.stringify({ level: 40, msg: 'all is well enough' }))
        console.log(JSON.stringify({ level: 50, msg: 'something is wrong' }))
      })
      process.send({ ready: true, pid: process.pid })`)
    process.kill(Number(child.ready.pid), 'SIGUSR2')
    await expect.poll(() => logged.length).toBe(2)
    expect(said).toEqual(['api: something is wrong'])
  })

  test('that will not stop is made to', async () => {
    const child = await start(
      `live(); process.on('SIGTERM', () => {}); process.send({ ready: true, pid: process.pid })`,
    )
    const look = () => process.kill(Number(child.ready.pid), 0)
    expect(look()).toBe(true)
    await child.stop()
    expect(look).toThrow('ESRCH')
    expect(said).toEqual([])
  })
})
