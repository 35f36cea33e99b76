// Invitations, tries and secrets: what signing in rests on.
import { describe, expect, test } from 'vitest'
import { type OpenEngine, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describePeople(name: string, open: OpenEngine): void {
  describe(`people on ${name}`, () => {
    const on = useStore(open)

    const invite = (tokenHash: string, isFirstAdmin = true) =>
      on.store.createInvitation({
        tokenHash,
        role: isFirstAdmin ? 'admin' : 'moderator',
        expiresAt: on.now + 1000,
        isFirstAdmin,
      })
    const accept = (tokenHash: string, email = 'Ana@Example.org') =>
      on.store.acceptInvitation({ tokenHash, now: on.now, name: 'Ana', email, passwordHash: 'hash' })

    test('works once, for one account', async () => {
      await invite('a')
      expect(await on.store.findInvitation('a', on.now)).toEqual({ role: 'admin' })
      expect(await accept('a')).toMatchObject({ role: 'admin' })
      expect(await on.store.countAdmins()).toBe(1)
      await expect(accept('a', 'other@example.org')).rejects.toMatchObject({ code: 'not_found' })
    })

    test('every node’s link for the first administrator works, until one is used: then none does', async () => {
      for (const link of ['a', 'b', 'c']) await invite(link)
      for (const link of ['a', 'b', 'c']) expect(await on.store.findInvitation(link, on.now)).toBeDefined()
      await accept('a')
      for (const link of ['b', 'c']) {
        expect(await on.store.findInvitation(link, on.now)).toBeUndefined()
        await expect(accept(link, 'eve@example.org')).rejects.toMatchObject({ code: 'not_found' })
      }
      await invite('d')
      await expect(accept('d', 'eve@example.org')).rejects.toMatchObject({ code: 'not_found' })
      expect(await on.store.countAdmins()).toBe(1)
    })

    test('of all those links used at once one makes an administrator', async () => {
      const links = Array.from({ length: 8 }, (_, index) => `link ${index}`)
      for (const link of links) await invite(link)
      const results = await Promise.allSettled(
        links.map((link) => accept(link, `${link.at(-1)}@example.org`)),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const result of results)
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'not_found' })
      expect(await on.store.countAdmins()).toBe(1)
    })

    test('a first administrator’s link survives an e-mail address that is taken', async () => {
      await invite('m', false)
      await accept('m')
      for (const link of ['a', 'b']) await invite(link)
      await expect(accept('a')).rejects.toMatchObject({ code: 'conflict' })
      for (const link of ['a', 'b'])
        expect(await on.store.findInvitation(link, on.now)).toEqual({ role: 'admin' })
    })

    test('the same token is not invited with twice', async () => {
      await invite('m', false)
      await expect(invite('m', false)).rejects.toMatchObject({ code: 'conflict' })
    })

    test('expired ones and taken e-mail addresses are refused, and the invitation survives the latter', async () => {
      await invite('a')
      await accept('a')
      await invite('m', false)
      await expect(accept('m', 'ana@example.org')).rejects.toMatchObject({ code: 'conflict' })
      expect(await on.store.findInvitation('m', on.now)).toEqual({ role: 'moderator' })
      on.now += 1000
      await expect(accept('m', 'ben@example.org')).rejects.toMatchObject({ code: 'not_found' })
    })

    const limit = { max: 3, windowMs: 60_000 }
    const tryOften = async (times: number) => {
      const waits: (number | undefined)[] = []
      for (let count = 0; count < times; count += 1) waits.push(await on.store.countTry('ana', limit))
      return waits
    }

    test('so many within the time, by the database’s clock and nobody else’s', async () => {
      expect(await tryOften(3)).toEqual([undefined, undefined, undefined])
      for (const byMs of [0, 600_000, -1_200_000]) {
        on.now += byMs
        const [waitMs] = await tryOften(1)
        expect(waitMs).toBeGreaterThan(30_000)
        expect(waitMs).toBeLessThanOrEqual(60_000)
      }
      expect(await on.store.countTry('ben', limit)).toBeUndefined()
    })

    test('when the time is over it begins anew', async () => {
      const short = { max: 1, windowMs: 200 }
      expect(await on.store.countTry('ana', short)).toBeUndefined()
      expect(await on.store.countTry('ana', short)).toBeGreaterThanOrEqual(0)
      await expect.poll(() => on.store.countTry('ana', short), { interval: 50 }).toBeUndefined()
    })

    test('what was right is taken back or forgotten', async () => {
      await tryOften(3)
      await on.store.takeBackTry('ana')
      expect(await tryOften(2)).toEqual([undefined, expect.any(Number)])
      await on.store.forgetTries('ana')
      await on.store.takeBackTry('ana')
      expect(await tryOften(4)).toEqual([undefined, undefined, undefined, expect.any(Number)])
    })

    test('many at once do not slip through', async () => {
      const waits = await Promise.all(Array.from({ length: 20 }, () => on.store.countTry('ana', limit)))
      expect(waits.filter((wait) => wait === undefined)).toHaveLength(3)
    })

    test('of many proposed at once one is kept, for everybody and for good', async () => {
      const proposed = Array.from({ length: 8 }, (_, index) => `secret ${index}`)
      const kept = new Set(await Promise.all(proposed.map((secret) => on.store.keepSecret(secret))))
      expect(kept.size).toBe(1)
      expect(await on.store.keepSecret('a later one')).toBe([...kept][0])
      const marks = ['a mark', 'a later one'].map((mark) => on.store.keepMark(mark))
      expect(new Set(await Promise.all(marks)).size).toBe(1)
    })

    test('what is noted about one is told to the next', async () => {
      expect(await on.store.noteSecret('a')).toBeUndefined()
      expect(await on.store.noteSecret('a')).toBe('a')
      expect(await on.store.noteSecret('b')).toBe('a')
      expect(await on.store.noteSecret('b')).toBe('b')
    })
  })
}
