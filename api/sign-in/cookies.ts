import { randomUUID } from 'node:crypto'
import { parse, parseSigned, serializeSigned } from 'hono/utils/cookie'
import type { OpenAuth } from './auth.ts'

/** Longer than a summer without a campaign. */
const knownForS = 180 * 24 * 60 * 60

/**
 * What browsers keep for us, signed: by the cookie alone, without asking the database, it is known that we
 * gave it out.
 */
export interface SignedCookies {
  /** The token of a session that we began, which may be over. */
  findToken(headers: Headers): Promise<string | undefined>
  /**
   * Each session that the headers may mean, with nothing in its headers but that: under our own name, or else
   * under a name from before the installation had a mark, or had another one (it moved house). Several walls
   * on one host may share a secret.
   */
  listSessions(headers: Headers): Promise<{ headers: Headers; token: string; isOwn: boolean }[]>
  /** Set-Cookie for a session. */
  writeSession(token: string): Promise<string>
  /**
   * The mark of a browser in which somebody signed in to this account before; nobody can make one up, or use
   * another account's.
   */
  findKnown(headers: Headers, account: string): Promise<string | undefined>
  /** Set-Cookie for such a mark. */
  writeKnown(account: string, known?: string): Promise<string>
}

/**
 * In the very format of better-auth, so that either reads what the other wrote. `account` is a hash of the
 * e-mail address.
 */
export function createSignedCookies(openAuth: OpenAuth): SignedCookies {
  const readContext = async () => (await openAuth()).$context

  async function read(headers: Headers, name: string): Promise<string | undefined> {
    const { secret } = await readContext()
    const found = await parseSigned(headers.get('cookie') ?? '', secret, name)
    return found[name] || undefined
  }

  async function write(name: string, value: string, maxAge: number): Promise<string> {
    const { secret, authCookies } = await readContext()
    const { httpOnly, secure, path } = authCookies.sessionToken.attributes
    const kept = {
      httpOnly: httpOnly ?? true,
      secure: secure ?? false,
      path: path ?? '/',
      sameSite: 'Lax',
    } as const
    return serializeSigned(name, value, secret, { ...kept, maxAge })
  }

  async function nameKnown(account: string): Promise<string> {
    const { name } = (await readContext()).authCookies.sessionToken
    return name.replace('session_token', `known_${account.slice(0, 8)}`)
  }

  async function findToken(headers: Headers): Promise<string | undefined> {
    if (!headers.has('cookie')) return undefined
    return read(headers, (await readContext()).authCookies.sessionToken.name)
  }

  return {
    findToken,
    async listSessions(headers) {
      const { secret, authCookies } = await readContext()
      const { name } = authCookies.sessionToken
      const own = await findToken(headers)
      const names = own ? [] : Object.keys(parse(headers.get('cookie') ?? '')).filter(matchAnyMark(name))
      const older = await Promise.all(names.slice(0, 8).map((key) => read(headers, key)))
      const tokens = [own, ...older].filter((token) => token !== undefined)
      return Promise.all(
        tokens.map(async (token) => {
          // Written anew: a second reader of the browser's own line might find another session in it.
          const line = await serializeSigned(name, token, secret, { path: '/', secure: true })
          return { headers: new Headers({ cookie: line.split(';')[0] ?? '' }), token, isOwn: token === own }
        }),
      )
    },
    async writeSession(token) {
      const { name, attributes } = (await readContext()).authCookies.sessionToken
      return write(name, token, attributes.maxAge ?? 0)
    },
    async findKnown(headers, account) {
      const [of, mark] = (await read(headers, await nameKnown(account)))?.split('|') ?? []
      return of === account ? mark : undefined
    },
    writeKnown: async (account, known = randomUUID()) =>
      write(await nameKnown(account), `${account}|${known}`, knownForS),
  }
}

/**
 * Our own name with any mark or none. Behind https all of them begin with `__Host-`: any other name a
 * neighbouring host may set (`Domain=`), or whoever stands in a plain connection, with a session of his own
 * for somebody else to work in.
 */
function matchAnyMark(name: string): (key: string) => boolean {
  const [prefix] = name.split('wall', 1)
  const pattern = new RegExp(`^${prefix}wall(?:-\\w+)?\\.session_token$`)
  return (key) => pattern.test(key)
}
