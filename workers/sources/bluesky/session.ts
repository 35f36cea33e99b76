import type { AtpSessionData, CredentialSession } from '@atproto/api'
import { z } from 'zod'
import type { SourceContext } from '../source.ts'
import { type Answer, type Refusal, readAnswer } from './answer.ts'

type Context = Pick<SourceContext, 'fetch' | 'secrets' | 'credentials' | 'clock'>

export interface Session {
  /** GETs an XRPC method as the account. */
  get(path: string, signal: AbortSignal): Promise<Answer>
}

const secretName = 'bluesky-session'

const Kept = z.object({
  service: z.string(),
  identifier: z.string(),
  session: z.object({
    did: z.string(),
    handle: z.string(),
    accessJwt: z.string(),
    refreshJwt: z.string(),
    active: z.boolean(),
  }),
})

/**
 * Signs in with the app password when it must. Signing in is limited to about 100 a day and account, so the
 * session is kept between runs and refreshed; a refused request is tried once more with a new session.
 */
export function createSession(service: string, context: Context): Session {
  const host = new URL(service).host
  let session: CredentialSession | null = null
  /** Whose the session is. */
  let identifier = ''

  return {
    async get(path, signal) {
      const opened = await open(false)
      if ('problem' in opened) return opened
      const answer = await ask(opened, path, signal)
      if (!('problem' in answer) || answer.problem !== 'wrong_credentials') return answer
      const again = await open(true)
      return 'problem' in again ? again : ask(again, path, signal)
    },
  }

  function ask(opened: CredentialSession, path: string, signal: AbortSignal): Promise<Answer> {
    return readAnswer(() => opened.fetchHandler(path, { signal }), opened.dispatchUrl.host, context.clock)
  }

  async function open(isNew: boolean): Promise<CredentialSession | Refusal> {
    // As they are now: a new app password needs no new start.
    const { identifier: wanted = '', appPassword = '' } = context.credentials
    if (session?.hasSession && !isNew && wanted === identifier) return session
    identifier = wanted
    // Loaded late: most installations have no app password, and this is by far our largest dependency.
    const { CredentialSession } = await import('@atproto/api')
    const opening = new CredentialSession(new URL(service), context.fetch, (_event, data) => void keep(data))
    if (!isNew && (await resume(opening))) {
      session = opening
      return opening
    }
    let trouble: Refusal | null = null
    // The library hides the answer behind its own errors; what we need of it is read on the way.
    opening.setFetch(async (input, init) => {
      const response = await context.fetch(input, init)
      const answer = await readAnswer(async () => response.clone(), host, context.clock)
      if ('problem' in answer) trouble = answer
      return response
    })
    try {
      await opening.login({ identifier, password: appPassword })
    } catch {
      return trouble ?? { problem: 'unreachable', detail: host, retryAt: null, status: null }
    }
    opening.setFetch(context.fetch)
    session = opening
    return opening
  }

  async function resume(opening: CredentialSession): Promise<boolean> {
    const text = await context.secrets.read(secretName)
    if (!text) return false
    try {
      const kept = Kept.parse(JSON.parse(text))
      if (kept.service !== service || kept.identifier !== identifier) return false
      await opening.resumeSession(kept.session)
      return opening.hasSession
    } catch {
      return false
    }
  }

  async function keep(data: AtpSessionData | undefined): Promise<void> {
    const { did, handle, accessJwt, refreshJwt, active } = data ?? {}
    const text = data
      ? JSON.stringify({ service, identifier, session: { did, handle, accessJwt, refreshJwt, active } })
      : null
    // Without a kept session the next start signs in again: no reason to fail.
    await context.secrets.write(secretName, text).catch(() => {})
  }
}
