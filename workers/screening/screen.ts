import type { CheckWord } from '@wall/db/model/screening'
import type { Draft } from '../sources/source.ts'
import { adultMedia } from './adult-media.ts'
import { networkLabels } from './network-labels.ts'

/** Looks at a draft; null lets it pass. Pure, and quick: every post waits for it. */
export type Check = (draft: Draft) => CheckWord | null

/** In this order their words are kept with the post. A new check is a file beside this and a name here. */
const checks: readonly Check[] = [networkLabels, adultMedia]

/** What the checks say against a draft; nothing when it passes them all. */
export function screen(draft: Draft): CheckWord[] {
  return checks.flatMap((check) => check(draft) ?? [])
}
