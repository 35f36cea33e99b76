import { session as en } from '../lib/i18n/en/session.ts'
import { session as es } from '../lib/i18n/es/session.ts'
import type { Translate } from '../lib/i18n/messages.ts'
import { useMessages } from '../lib/i18n/provider.tsx'

/** Sentences about signing in and accounts. */
export function useSessionMessages(): Translate<typeof en> {
  return useMessages<typeof en>({ en, es })
}
