import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { useModerateMessages } from './messages.ts'
import type { Place, Standing } from './queue-model.ts'

const words = {
  pending: 'emptyPending',
  approved: 'emptyApproved',
  rejected: 'emptyRejected',
  stashed: 'emptyStashed',
} as const

/** In front when the list holds nothing. */
export function QueueEmpty(props: {
  standing: Standing
  place: Place
  onShowAll: () => void
  ref: (element: HTMLElement) => void
}) {
  const t = useModerateMessages()
  const isAll = () => props.place === 'all'
  const isAllDone = () => isAll() && props.standing === 'pending'
  const sentence = () => t(isAll() ? words[props.standing] : 'emptyPlace')
  return (
    <div class="room-empty" tabindex="-1" ref={props.ref}>
      <EmptyState title={isAllDone() ? t('emptyPendingTitle') : sentence()}>
        <Show when={isAllDone()}>
          <p>{sentence()}</p>
        </Show>
        <Show when={!isAll()}>
          <Button onClick={() => props.onShowAll()}>{t('showAll')}</Button>
        </Show>
      </EmptyState>
    </div>
  )
}
