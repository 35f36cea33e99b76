import type { FilingGateView } from '@wall/api/wire/filing'
import { gateNeeds } from '@wall/api/wire/filing-limits'
import type { FilingTranslate } from './translate.ts'

/** What the gate means for the team: one sentence first, then what it rests on. `percent` writes a share. */
export function tellGate(
  t: FilingTranslate,
  percent: (share: number) => string,
  number: (value: number) => string,
  gate: FilingGateView,
): { title: string; details: string[] } {
  // Places are weighed, so that this need not be a whole number.
  const found = { right: Math.floor(gate.right), posts: gate.posts, precision: percent(precisionOf(gate)) }
  const target = percent(gate.target)
  if (gate.isOpen)
    return {
      title: t('gateOpen', { threshold: number(gate.threshold ?? 1) }),
      details: [
        t('gateOpenFound', found),
        t('gateOpenCertain', { wilson: percent(gate.wilson) }),
        t('gateWatch'),
      ],
    }
  const title = t(gate.wasOpen ? 'gateClosedAgain' : 'gateClosed')
  if (gate.why === 'too_few')
    return {
      title,
      details: [
        t(gate.wasOpen ? 'gateTooFewNow' : 'gateTooFew', { count: gate.posts, needed: gateNeeds.posts }),
        t('gateTooFewHelp', { target }),
      ],
    }
  if (gate.why === 'not_precise')
    return { title, details: [t('gateNotPrecise', { ...found, target }), t('gateHelp')] }
  return {
    title,
    details: [
      t('gateNotCertain', { ...found, wilson: percent(gate.wilson), needed: percent(gateNeeds.wilson) }),
      t('gateHelp'),
    ],
  }
}

function precisionOf(gate: FilingGateView): number {
  return gate.posts === 0 ? 0 : gate.right / gate.posts
}
