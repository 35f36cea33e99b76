import { common as en } from './en/common.ts'
import { common as es } from './es/common.ts'
import type { Translate } from './messages.ts'
import { useMessages } from './provider.tsx'

/** Sentences that every page shares. */
export function useCommon(): Translate<typeof en> {
  return useMessages<typeof en>({ en, es })
}
