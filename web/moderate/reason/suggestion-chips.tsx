import type { TakeawayView } from '@wall/api/wire/campaign'
import type { FilingView } from '@wall/api/wire/queue'
import { Index, Show } from 'solid-js'
import { useLanguage } from '../../lib/i18n/provider.tsx'
import { useServices } from '../../lib/services.tsx'
import { takeawayHue } from '../../lib/takeaway-hue.ts'
import { suggestKeys } from '../key-map.ts'
import { KeyMark } from '../key-mark.tsx'
import { useModerateMessages } from '../messages.ts'
import { titleGuess } from '../place-words.ts'
import { tellConfidence } from './confidence-words.ts'
import { findOutcome, listChips } from './filing-outcome.ts'

/**
 * Three places on offer, one key each. The one that was taken stays, pressed, so that the others keep their
 * keys.
 */
export function SuggestionChips(props: {
  filing: FilingView
  takeaways: readonly TakeawayView[]
  isDisabled: boolean
  hasKeys: boolean
  onTake: (at: number) => void
}) {
  const t = useModerateMessages()
  const { numberOf } = useServices()
  const { language } = useLanguage()
  const tellMark = (takeaway: number | null) => (takeaway === null ? '·' : numberOf(takeaway))
  const isTaken = (takeaway: number | null) => props.filing.by !== null && props.filing.takeaway === takeaway
  return (
    <Show when={listChips(props.filing).length > 0}>
      <fieldset
        class="chips"
        aria-label={t(findOutcome(props.filing) === 'filed' ? 'suggestions' : 'suggestionsFirst')}
      >
        {/* By place, not by post: a chip that changes keeps the focus. */}
        <Index each={listChips(props.filing)}>
          {(one, at) => (
            <button
              type="button"
              class="filing-chip"
              data-takeaway={one().takeaway ?? 'unfiled'}
              style={{ '--wheel': takeawayHue(one().takeaway) }}
              disabled={props.isDisabled}
              aria-pressed={isTaken(one().takeaway)}
              aria-keyshortcuts={props.hasKeys ? suggestKeys[at] : undefined}
              title={titleGuess(t, props.takeaways, one().takeaway)}
              onClick={() => props.onTake(at)}
            >
              <span class="visually-hidden">{t('fileLabel')} </span>
              <span class="mark">{tellMark(one().takeaway)}</span>
              <span class="filing-chip-title">{titleGuess(t, props.takeaways, one().takeaway)}</span>
              <span class="filing-chip-sure tabular">
                {tellConfidence(t, language(), one().confidence, props.filing.toldIn)}
              </span>
              <KeyMark sign={props.hasKeys ? suggestKeys[at] : undefined} />
            </button>
          )}
        </Index>
      </fieldset>
    </Show>
  )
}
