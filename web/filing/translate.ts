import type { filing } from '../lib/i18n/en/filing.ts'
import type { Translate } from '../lib/i18n/messages.ts'

export type FilingTranslate = Translate<typeof filing>
