import type { QueuePost } from '@wall/api/wire/queue'
import { Show } from 'solid-js'
import { takeawayHue } from '../lib/takeaway-hue.ts'
import { TakeawayMark } from '../ui/post/takeaway-mark.tsx'
import { useModerateMessages } from './messages.ts'
import { findProposal } from './queue/queue-model.ts'

/** Where a post stands; a proposal in a ring of dashes, so that it is not taken for a filing. */
export function PlaceMark(props: { post: Pick<QueuePost, 'takeaway' | 'filing'> }) {
  const t = useModerateMessages()
  return (
    <Show when={findProposal(props.post)} fallback={<TakeawayMark takeaway={props.post.takeaway} />}>
      {(number) => (
        <span
          class="mark mark-proposed"
          data-size="small"
          data-takeaway={number()}
          style={{ '--wheel': takeawayHue(number()) }}
          title={t('proposedUnder', { number: number() })}
        >
          <span aria-hidden="true">{number()}</span>
          <span class="visually-hidden">{t('proposedUnder', { number: number() })}</span>
        </span>
      )}
    </Show>
  )
}
