import type { QueuePost } from '@wall/api/wire/queue'
import { Show } from 'solid-js'
import { useServices } from '../lib/services.tsx'
import { takeawayHue } from '../lib/takeaway-hue.ts'
import { TakeawayMark } from '../ui/post/takeaway-mark.tsx'
import { useModerateMessages } from './messages.ts'
import { findProposal } from './queue/queue-model.ts'

/** Where a post stands; a proposal in a ring of dashes, so that it is not taken for a filing. */
export function PlaceMark(props: { post: Pick<QueuePost, 'takeaway' | 'filing'> }) {
  const t = useModerateMessages()
  const { numberOf } = useServices()
  return (
    <Show when={findProposal(props.post)} fallback={<TakeawayMark takeaway={props.post.takeaway} />}>
      {(takeaway) => (
        <span
          class="mark mark-proposed"
          data-size="small"
          data-takeaway={takeaway()}
          style={{ '--wheel': takeawayHue(takeaway()) }}
          title={t('proposedUnder', { number: numberOf(takeaway()) })}
        >
          <span aria-hidden="true">{numberOf(takeaway())}</span>
          <span class="visually-hidden">{t('proposedUnder', { number: numberOf(takeaway()) })}</span>
        </span>
      )}
    </Show>
  )
}
