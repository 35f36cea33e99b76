import { team as en } from '../lib/i18n/en/team.ts'
import { team as es } from '../lib/i18n/es/team.ts'
import type { Translate } from '../lib/i18n/messages.ts'
import { useMessages } from '../lib/i18n/provider.tsx'

export type TeamTranslate = Translate<typeof en>

/** Sentences of the team's room. */
export function useTeamMessages(): TeamTranslate {
  return useMessages<typeof en>({ en, es })
}
