import { filing as en } from '../lib/i18n/en/filing.ts'
import { filing as es } from '../lib/i18n/es/filing.ts'
import { useMessages } from '../lib/i18n/provider.tsx'
import type { FilingTranslate } from './translate.ts'

/** Sentences of the filing page. */
export function useFilingMessages(): FilingTranslate {
  return useMessages<typeof en>({ en, es })
}
