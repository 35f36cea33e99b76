import type { TakeawayView } from '@wall/api/wire/campaign'
import type { QueuePost } from '@wall/api/wire/queue'
import { Show } from 'solid-js'
import { useLanguage } from '../../lib/i18n/provider.tsx'
import { takeawayHue } from '../../lib/takeaway-hue.ts'
import { useModerateMessages } from '../messages.ts'
import { PlaceMark } from '../place-mark.tsx'
import { titlePlace } from '../place-words.ts'
import { placeOf } from '../queue/queue-model.ts'
import { tellConfidence } from './confidence-words.ts'
import { Disagreement } from './disagreement.tsx'
import { findOutcome } from './filing-outcome.ts'
import { FilingReason } from './filing-reason.tsx'
import { WhyNot } from './why-not.tsx'

const leads = {
  filed: 'outcomeFiled',
  proposed: 'outcomeProposed',
  suggested: 'outcomeSuggested',
  none: 'outcomeNone',
  unread: 'outcomeUnread',
} as const

/** What the card needs to know of its filing beside the post. */
export interface FilingControls {
  hasKeys: boolean
  isWhyOpen: boolean
  /** The place that "why not" is asked about. */
  asked: number | null
  onWhy: (isOpen: boolean) => void
  onAsk: (takeaway: number | null) => void
}

/**
 * Filed, suggested or none: where, by whom or what, why, and how sure. What is on offer stands on the bar.
 */
export function FilingPanel(props: {
  post: QueuePost
  takeaways: readonly TakeawayView[]
  controls: FilingControls
}) {
  const t = useModerateMessages()
  const { language } = useLanguage()
  const filing = () => props.post.filing
  const outcome = () => findOutcome(filing())
  return (
    <section
      class="filing"
      aria-label={t('filedUnder')}
      data-outcome={outcome()}
      data-takeaway={placeOf(props.post) ?? 'unfiled'}
      style={{ '--wheel': takeawayHue(placeOf(props.post)) }}
    >
      <div class="filing-head">
        <p class="filing-lead">
          {t(leads[outcome()])}
          <Show when={filing().by === 'model' || outcome() === 'proposed'}>
            <span class="filing-sure">
              {tellConfidence(t, language(), filing().confidence, filing().toldIn)}
            </span>
          </Show>
        </p>
        <Show when={outcome() === 'filed' || outcome() === 'proposed'}>
          <p class="filing-place">
            <PlaceMark post={props.post} />
            <span class="filing-title">{titlePlace(t, props.takeaways, placeOf(props.post))}</span>
          </p>
        </Show>
      </div>
      <FilingReason post={props.post} />
      <Disagreement disagreement={filing().disagreement} />
      <Show when={filing().suggestions.length > 0}>
        <WhyNot
          filing={filing()}
          takeaways={props.takeaways}
          isOpen={props.controls.isWhyOpen}
          asked={props.controls.asked}
          hasKeys={props.controls.hasKeys}
          onOpen={props.controls.onWhy}
          onAsk={props.controls.onAsk}
        />
      </Show>
    </section>
  )
}
