import { moderate as en } from '../lib/i18n/en/moderate.ts'
import { moderate as es } from '../lib/i18n/es/moderate.ts'
import { useMessages } from '../lib/i18n/provider.tsx'
import type { ModerateTranslate } from './translate.ts'

/** Sentences of the moderators' room. */
export function useModerateMessages(): ModerateTranslate {
  return useMessages<typeof en>({ en, es })
}
