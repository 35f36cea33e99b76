import { moderate as en } from '../lib/i18n/en/moderate.ts'
import { moderate as es } from '../lib/i18n/es/moderate.ts'
import { type Translate, useMessages } from '../lib/i18n/provider.tsx'

export type ModerateTranslate = Translate<typeof en>

/** Sentences of the moderators' room. */
export function useModerateMessages(): ModerateTranslate {
  return useMessages<typeof en>({ en, es })
}
