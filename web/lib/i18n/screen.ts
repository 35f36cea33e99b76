import { screen as en } from './en/screen.ts'
import { screen as es } from './es/screen.ts'
import type { Translate } from './messages.ts'
import { useMessages } from './provider.tsx'

/** Sentences of the screen. */
export function useScreenWords(): Translate<typeof en> {
  return useMessages<typeof en>({ en, es })
}
