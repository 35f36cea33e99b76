import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { hashInvitationToken } from '@wall/db/model/invitation-token'
import { openStore } from '@wall/db/open-store'
import { runCli } from '@wall/workers/cli/run-cli'
import { afterEach, beforeEach, expect, test } from 'vitest'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'wall-invite-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

async function invite(words: string[], env: Record<string, string> = {}) {
  const written = { out: '', err: '' }
  const collect = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _, done) {
        written[name] += String(chunk)
        done()
      },
    })
  const io = { stdin: Readable.from([]), stdout: collect('out'), stderr: collect('err'), env }
  return { code: await runCli(['invite', ...words], io), ...written }
}

async function makeWall() {
  const { store } = await openStore({ dataDir })
  await store.close()
}

test.each(['admin', 'moderator'])('the link makes one %s, within a day', async (role) => {
  await makeWall()
  const env = { DATA_DIR: dataDir, PUBLIC_URL: 'https://wall.example.org/' }
  const { code, out, err } = await invite(['--role', role], env)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const [, token = ''] = /^https:\/\/wall\.example\.org\/setup#([\w-]{43})\n$/.exec(out) ?? []

  const { store } = await openStore({ dataDir })
  const tokenHash = hashInvitationToken(token)
  const now = Date.now()
  expect(await store.findInvitation(tokenHash, now)).toEqual({ role })
  expect(await store.findInvitation(tokenHash, now + 24 * 60 * 60 * 1000)).toBeUndefined()
  const person = { name: 'Ana', email: 'ana@example.org', passwordHash: 'x' }
  expect(await store.acceptInvitation({ tokenHash, now, ...person })).toMatchObject({ role })
  expect(await store.findInvitation(tokenHash, now)).toBeUndefined()
  await store.close()
})

test('without PUBLIC_URL the link leads to this machine, and --data-dir goes before DATA_DIR', async () => {
  await makeWall()
  const env = { DATA_DIR: join(dataDir, 'elsewhere'), PORT: '3456' }
  const { code, out } = await invite(['--role', 'admin', '--data-dir', dataDir], env)
  expect(code).toBe(0)
  expect(out).toMatch(/^http:\/\/localhost:3456\/setup#/)
})

test('a folder without a wall is told, and stays as it is', async () => {
  const folder = join(dataDir, 'wrong')
  const { code, out, err } = await invite(['--role', 'admin', '--data-dir', folder])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(`There is no wall in ${folder}`)
  expect(existsSync(folder)).toBe(false)
})

test.each([[[]], [['--role', 'owner']], [['--role', 'admin', '--forever', 'yes']]])(
  '%j makes no invitation',
  async (words) => {
    await makeWall()
    const { code, out } = await invite(words, { DATA_DIR: dataDir })
    expect({ code, out }).toEqual({ code: 2, out: '' })
  },
)
