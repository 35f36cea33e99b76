import type { moderate } from '../lib/i18n/en/moderate.ts'
import type { Translate } from '../lib/i18n/messages.ts'

export type ModerateTranslate = Translate<typeof moderate>
