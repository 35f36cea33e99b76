import { wall as en } from './en/wall.ts'
import { wall as es } from './es/wall.ts'
import type { Translate } from './messages.ts'
import { useMessages } from './provider.tsx'

/** Sentences of the wall and its parts. */
export function useWallWords(): Translate<typeof en> {
  return useMessages<typeof en>({ en, es })
}
