import type { SessionView } from '@wall/api/wire/session'

// `pnpm demo` prints a link that signs in at once: `/sign-in#demo=<base64url of {"email","password"}>`.
// What follows # never leaves the browser.

export interface Credentials {
  email: string
  password: string
}

/** The credentials in such a link; undefined for any other text after #. */
export function readDemoLink(hash: string): Credentials | undefined {
  const encoded = /^#demo=([A-Za-z0-9_-]+)=*$/.exec(hash)?.[1]
  if (!encoded) return undefined
  try {
    const bytes = Uint8Array.from(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    )
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isCredentials(value) ? { email: value.email, password: value.password } : undefined
  } catch {
    return undefined
  }
}

/**
 * What may follow from such a link. Anybody can make one up, with the words of an account of their own, so
 * that somebody else works in their name: only a demo takes it, and nobody who is signed in becomes another
 * without being asked.
 */
export function judgeDemoLink(
  demo: Credentials | undefined,
  session: SessionView,
): 'enter' | 'ask' | 'stay' | 'old' | 'no demo' {
  const isSame = session.user?.email === demo?.email.toLowerCase()
  if (session.user && (!demo || !session.isDemo || isSame)) return 'stay'
  if (!session.isDemo) return 'no demo'
  if (!demo) return 'old'
  return session.user ? 'ask' : 'enter'
}

function isCredentials(value: unknown): value is Credentials {
  if (typeof value !== 'object' || value === null || !('email' in value) || !('password' in value))
    return false
  return typeof value.email === 'string' && typeof value.password === 'string'
}
