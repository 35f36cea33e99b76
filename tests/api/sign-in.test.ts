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
} from '../support/wall/open-test-api.ts'

describe.each(testEngines)('sign-in on %s', (engine) => {
  let api: TestApi

  beforeEach(async () => {
    api = await openTestApi({ engine })
  })
  afterEach(() => api.dispose())

  const signIn = (email: string, secret: string) =>
    api.send('/api/auth/sign-in/email', { email, password: secret })
  const from = (address: string, email: string, secret: string, more: Record<string, string> = {}) =>
    api.app.request(
      '/api/auth/sign-in/email',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: testUrl, ...more },
        body: JSON.stringify({ email, password: secret }),
      },
      { incoming: { socket: { remoteAddress: address } } },
    )
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
    for (let count = 0; count < 10; count += 1) await from('192.0.2.1', `nobody${count}@example.org`, 'wrong')
    for (let count = 0; count < 12; count += 1) {
      expect((await from('192.0.2.1', 'moderator@example.org', 'wrong')).status).toBe(429)
    }
    expect((await from('192.0.2.2', 'moderator@example.org', password)).status).toBe(200)
  })

  test('who guesses an account’s password from elsewhere does not lock its owner out', async () => {
    await api.signIn()
    for (let count = 0; count < 12; count += 1)
      await from('192.0.2.1', 'moderator@example.org', `no ${count}`)
    expect((await from('192.0.2.1', 'moderator@example.org', password)).status).toBe(429)
    expect((await from('198.51.100.7', 'moderator@example.org', password)).status).toBe(200)
  })

  test('a crowd of addresses that guess one password is slowed; a browser that signed in there before is not', async () => {
    const known = await api.signIn()
    await api.signIn('admin')
    const email = 'moderator@example.org'
    const guess = (number: number) => from(`192.0.2.${number}`, email, `no ${number}`)
    const statuses: number[] = []
    for (let number = 1; number <= 54; number += 1) statuses.push((await guess(number)).status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(4)
    expect((await from('198.51.100.7', email, password)).status).toBe(429)
    expect((await from('198.51.100.7', email, password, { cookie: known })).status).toBe(200)
    // Also in the very network where somebody guesses, and after the session is over.
    await api.send('/api/auth/sign-out', undefined, { cookie: known })
    for (let count = 0; count < 12; count += 1) await from('192.0.2.99', 'nobody@example.org', 'no')
    expect((await from('192.0.2.99', email, password, { cookie: known })).status).toBe(200)

    // Such a browser has ten tries like everybody, and its mark is worth nothing for another account, or made
    // up.
    for (let count = 0; count < 10; count += 1) await from('198.51.100.8', email, 'no', { cookie: known })
    expect((await from('198.51.100.8', email, password, { cookie: known })).status).toBe(429)
    const others = known.replace(/known_[^=]+/, (name) => name.replace(/_.*/, '_xxxxxxxx'))
    expect((await from('192.0.2.99', 'admin@example.org', password, { cookie: others })).status).toBe(429)
    const forged = known.replace(/%3D/g, 'A')
    expect((await from('192.0.2.99', email, password, { cookie: forged })).status).toBe(429)
  })

  test('behind a proxy that does not say whom it asks for, nobody’s wrong passwords lock out the others', async () => {
    const behind = await openTestApi({ engine, trustedProxies: ['10.0.0.1'] })
    try {
      await behind.signIn()
      const ask = (email: string, forwarded: string) =>
        behind.app.request(
          '/api/auth/sign-in/email',
          {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              origin: testUrl,
              'x-forwarded-for': forwarded,
            },
            body: JSON.stringify({ email, password }),
          },
          { incoming: { socket: { remoteAddress: '10.0.0.1' } } },
        )
      for (const forwarded of ['unknown', '203.0.113.7:4000']) {
        for (let count = 0; count < 12; count += 1) await ask(`nobody${count}@example.org`, forwarded)
      }
      expect((await ask('moderator@example.org', 'unknown')).status).toBe(200)
      expect((await ask('moderator@example.org', '203.0.113.8:4001')).status).toBe(200)
      expect((await ask('moderator@example.org', '203.0.113.7:4002')).status).toBe(429)
    } finally {
      await behind.dispose()
    }
  })

  test('an invitation is good in a network where others guessed wrong, and signs in', async () => {
    const token = await invite()
    for (let count = 0; count < 12; count += 1) await signIn('nobody@example.org', 'wrong')
    expect((await signIn('nobody@example.org', 'wrong')).status).toBe(429)
    const order = { token, name: 'Ana', email: 'Ana@example.org', password }
    const accepted = await api.send('/api/invitations/accept', order)
    expect(accepted.status).toBe(200)
    expect(await session(readCookies(accepted))).toMatchObject({
      user: { name: 'Ana', email: 'ana@example.org', role: 'admin' },
    })
  })

  test('a session that a clock far ahead has made is over, and its streams end', async () => {
    const cookie = await api.signIn()
    const { session: table } = api.engine.tables
    const lastUntil = (days: number) =>
      api.engine.transaction(async ({ db }) => {
        await db.update(table).set({ expiresAt: new Date(Date.now() + days * 86_400_000) })
      })
    const ids = (await api.engine.reader.select().from(table)).map(({ id }) => id)
    await lastUntil(10)
    expect(await session(cookie)).toMatchObject({ user: { role: 'moderator' } })
    expect(await api.store.listValidSessions(ids)).toEqual(ids)
    await lastUntil(365)
    expect(await session(cookie)).toMatchObject({ user: null })
    expect(await api.store.listValidSessions(ids)).toEqual([])
  })

  test('whoever signs in ends the session that this browser had', async () => {
    const before = await api.signIn()
    await api.signIn('admin')
    const signedIn = await from('192.0.2.1', 'admin@example.org', password, { cookie: before })
    expect(await session(before)).toMatchObject({ user: null })
    const admin = readCookies(signedIn)
    expect(await session(admin)).toMatchObject({ user: { email: 'admin@example.org' } })

    const { link } = await (
      await api.send('/api/invitations', { role: 'moderator' }, { cookie: admin })
    ).json()
    const order = { token: link.split('#')[1], name: 'Di', email: 'di@example.org', password }
    const accepted = await api.send('/api/invitations/accept', order, { cookie: admin })
    expect(await session(admin)).toMatchObject({ user: null })
    expect(await session(readCookies(accepted))).toMatchObject({ user: { email: 'di@example.org' } })
  })

  test('two walls on one host do not sign each other’s people out, and share no session', async () => {
    const mine = await openTestApi({ engine, mark: 'aaaa' })
    const other = await openTestApi({ engine, mark: 'bbbb' })
    try {
      const cookies = [await mine.signIn(), await other.signIn()]
      expect(cookies[0]).toMatch(/^wall-aaaa\.session_token=/)
      // One browser sends all it has for the host, whatever the port.
      const cookie = cookies.join('; ')
      const names = cookie.split('; ').map((pair) => pair.split('=')[0])
      expect(new Set(names).size).toBe(names.length)
      for (const wall of [mine, other]) {
        const answer = await wall.request('/api/session', { headers: { cookie } })
        expect(await answer.json()).toMatchObject({ user: { email: 'moderator@example.org' } })
      }
      const alien = await mine.request('/api/session', { headers: { cookie: cookies[1] ?? '' } })
      expect(await alien.json()).toMatchObject({ user: null })
      await mine.send('/api/auth/sign-out', undefined, { cookie })
      const left = await other.request('/api/session', { headers: { cookie } })
      expect(await left.json()).toMatchObject({ user: { email: 'moderator@example.org' } })
    } finally {
      await mine.dispose()
      await other.dispose()
    }
  })

  test('a session from before the wall’s cookies had its mark goes on under the new name', async () => {
    const marked = await openTestApi({ engine, mark: 'aaaa' })
    try {
      const old = (await marked.signIn()).replace('wall-aaaa.session_token', 'wall.session_token')
      const answer = await marked.request('/api/session', { headers: { cookie: old } })
      expect(await answer.json()).toMatchObject({ user: { email: 'moderator@example.org' } })
      expect(readCookies(answer)).toMatch(/^wall-aaaa\.session_token=/)
      await marked.send('/api/auth/sign-out', undefined, { cookie: old })
      const later = await marked.request('/api/session', { headers: { cookie: old } })
      expect(await later.json()).toMatchObject({ user: null })
    } finally {
      await marked.dispose()
    }
  })

  test('behind https nobody works in the name of somebody whose cookie a neighbouring host has set', async () => {
    const secure = await openTestApi({ engine, mark: 'aaaa', publicUrl: 'https://wall.school.example' })
    try {
      const own = await secure.signIn()
      const asUser = async (cookie: string) => {
        const answer = await secure.request('/api/session', { headers: { cookie } })
        return { cookies: readCookies(answer), email: (await answer.json()).user?.email ?? null }
      }
      const under = (name: string) => own.replace('__Host-wall-aaaa.session_token', name)
      for (const name of [
        'wall',
        'wall-aaaa',
        'wall-bbbb',
        '__Secure-wall-aaaa',
        '__host-wall',
        '__Hostwall',
      ])
        expect([name, await asUser(under(`${name}.session_token`))]).toEqual([
          name,
          { cookies: '', email: null },
        ])
      // What no other host can set is from before the wall had its mark.
      expect(await asUser(under('__Host-wall.session_token'))).toMatchObject({
        cookies: expect.stringMatching(/^__Host-wall-aaaa\.session_token=/),
        email: 'moderator@example.org',
      })
      // Spaces that only some readers of cookies take away do not put another session in the place of one's
      // own.
      const admin = await secure.signIn('admin')
      const [alien] = admin.split('; ')
      expect(await asUser(`\u00a0${alien}; ${own}`)).toMatchObject({ email: 'moderator@example.org' })
    } finally {
      await secure.dispose()
    }
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
