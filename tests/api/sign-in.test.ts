import { createSetupLink } from '@wall/api/sign-in/first-run'
import { createInvitation } from '@wall/api/sign-in/invitation'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  openTestApi,
  password,
  readCookies,
  type TestApi,
  testEngines,
  testUrl,
} from '../support/open-test-api.ts'

describe.each(testEngines)('sign-in on %s', (engine) => {
  let api: TestApi

  beforeEach(async () => {
    api = await openTestApi({ engine })
  })
  afterEach(() => api.dispose())

  const signIn = (email: string, secret: string) =>
    api.send('/api/auth/sign-in/email', { email, password: secret })
  const session = async (cookie: string) =>
    (await api.request('/api/session', { headers: { cookie } })).json()
  const invite = async () => {
    const invitation = { role: 'admin', isFirstAdmin: true } as const
    const { link } = await createInvitation(
      { store: api.store, clock: api.clock, publicUrl: testUrl },
      invitation,
    )
    return link.split('#')[1] ?? ''
  }

  test('the first administrator’s link makes an account and signs in, once', async () => {
    const token = await invite()
    expect(await session('')).toEqual({ user: null, needsSetup: true })
    expect(await (await api.send('/api/invitations/check', { token })).json()).toEqual({ role: 'admin' })
    const order = { token, name: 'Ana', email: 'Ana@Example.org', password }
    const accepted = await api.send('/api/invitations/accept', order)
    expect(await accepted.json()).toMatchObject({
      user: { email: 'ana@example.org', role: 'admin' },
      needsSetup: false,
    })
    expect(await session(readCookies(accepted))).toMatchObject({ user: { name: 'Ana' } })

    expect((await api.send('/api/invitations/accept', { ...order, email: 'eve@example.org' })).status).toBe(
      404,
    )
    expect((await api.send('/api/invitations/check', { token })).status).toBe(404)
  })

  test('two who use one link at the same moment make one account', async () => {
    const token = await invite()
    const answers = await Promise.all(
      ['a', 'b'].map((name) =>
        api.send('/api/invitations/accept', { token, name, email: `${name}@example.org`, password }),
      ),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404])
    expect(await api.store.countAdmins()).toBe(1)
  })

  test('the link of any start makes the first administrator; with it the others end', async () => {
    const deps = { store: api.store, clock: api.clock, publicUrl: testUrl }
    const links = [await createSetupLink(deps), await createSetupLink(deps)]
    const [first = '', second = ''] = links.map((link) => link?.split('#')[1])
    const accept = (token: string, email: string) =>
      api.send('/api/invitations/accept', { token, name: 'Ana', email, password })
    expect((await accept(first, 'ana@example.org')).status).toBe(200)
    expect((await accept(second, 'eve@example.org')).status).toBe(404)
    expect(await createSetupLink(deps)).toBeNull()
  })

  test('an invitation ends after a day', async () => {
    const token = await invite()
    api.clock.skip(24 * 60 * 60 * 1000 + 1)
    expect((await api.send('/api/invitations/check', { token })).status).toBe(404)
  })

  test('the role cannot be chosen by who accepts', async () => {
    const token = await invite()
    const order = { token, name: 'Ana', email: 'ana@example.org', password, role: 'admin' }
    expect((await api.send('/api/invitations/accept', order)).status).toBe(400)
  })

  test('a session’s cookie is HttpOnly and SameSite, and signing out ends it on the server', async () => {
    await api.signIn()
    const answer = await signIn('moderator@example.org', password)
    const line = answer.headers.getSetCookie().join('\n')
    expect(line).toMatch(/^wall\.session_token=.*; Path=\/; HttpOnly; SameSite=Lax$/m)
    const cookie = readCookies(answer)
    await api.send('/api/auth/sign-out', undefined, { cookie })
    expect(await session(cookie)).toMatchObject({ user: null })
  })

  test('behind https the cookie is Secure and bound to the host', async () => {
    const secure = await openTestApi({ publicUrl: 'https://wall.example.org' })
    try {
      const cookie = await secure.signIn()
      expect(cookie).toMatch(/^__Host-wall\.session_token=/)
      const answer = await secure.send('/api/auth/sign-in/email', {
        email: 'moderator@example.org',
        password,
      })
      expect(answer.headers.getSetCookie()[0]).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
      expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000')
      expect((await secure.request('/api/session', { headers: { cookie } })).status).toBe(200)
    } finally {
      await secure.dispose()
    }
  })

  test('a wrong password and an unknown account sound the same', async () => {
    await api.signIn()
    const wrong = await signIn('moderator@example.org', 'not the password')
    const unknown = await signIn('nobody@example.org', 'not the password')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(await wrong.text()).toBe(await unknown.text())
  })

  test('after ten wrong passwords an account waits, even with the right one, until ten minutes have passed', async () => {
    await api.signIn()
    for (let count = 0; count < 10; count += 1) {
      expect((await signIn('moderator@example.org', `wrong ${count}`)).status).toBe(401)
    }
    const refused = await signIn('MODERATOR@example.org', password)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500)
    expect((await refused.json()).error.message).toBe(
      'Too many wrong tries. Wait 10 minutes, then try again.',
    )
    await api.ageTries(10 * 60 * 1000 + 1)
    expect((await signIn('moderator@example.org', password)).status).toBe(200)
  })

  test('a node whose clock is ten minutes off neither shortens that wait nor makes it longer', async () => {
    await api.signIn()
    for (let count = 0; count < 10; count += 1) await signIn('moderator@example.org', `wrong ${count}`)
    for (const byMs of [0, 11 * 60_000, -22 * 60_000]) {
      api.clock.skip(byMs)
      const refused = await signIn('moderator@example.org', password)
      expect(refused.status).toBe(429)
      const waitS = Number(refused.headers.get('retry-after'))
      expect(waitS).toBeGreaterThan(540)
      expect(waitS).toBeLessThanOrEqual(600)
    }
  })

  test('a network that has to wait can not lock other people’s accounts', async () => {
    await api.signIn()
    const from = (address: string, email: string, secret: string) =>
      api.app.request(
        '/api/auth/sign-in/email',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: testUrl },
          body: JSON.stringify({ email, password: secret }),
        },
        { incoming: { socket: { remoteAddress: address } } },
      )
    for (let count = 0; count < 10; count += 1) await from('192.0.2.1', `nobody${count}@example.org`, 'wrong')
    for (let count = 0; count < 12; count += 1) {
      expect((await from('192.0.2.1', 'moderator@example.org', 'wrong')).status).toBe(429)
    }
    expect((await from('192.0.2.2', 'moderator@example.org', password)).status).toBe(200)
  })

  test('fifty tries at once do not slip through', async () => {
    await api.signIn()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, number) => signIn('moderator@example.org', `wrong ${number}`)),
    )
    const statuses = answers.map((answer) => answer.status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(40)
  })

  test('signing in rightly is never held against anybody', async () => {
    await api.signIn()
    for (let count = 0; count < 12; count += 1) {
      expect((await signIn('moderator@example.org', password)).status).toBe(200)
    }
  })

  test('none of the library’s own addresses is there', async () => {
    const cookie = await api.signIn()
    for (const path of [
      'sign-up/email',
      'change-password',
      'update-user',
      'delete-user',
      'revoke-sessions',
      'sign-in/social',
    ]) {
      const answer = await api.send(
        `/api/auth/${path}`,
        { email: 'a@b.org', password, name: 'A' },
        { cookie },
      )
      expect([path, answer.status]).toEqual([path, 404])
    }
    for (const path of ['get-session', 'list-sessions', 'ok', 'error']) {
      expect((await api.request(`/api/auth/${path}`, { headers: { cookie } })).status).toBe(404)
    }
  })

  test('no password gets into the log', async () => {
    await api.signIn()
    await signIn('moderator@example.org', 'a wrong but telling password')
    expect(api.logged.join('')).not.toContain('password')
  })
})
