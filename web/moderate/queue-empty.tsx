import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { titleEmpty } from './empty-words.ts'
import { useModerateMessages } from './messages.ts'
import type { Place, Standing } from './queue-model.ts'

/** In front when the list holds nothing. */
export function QueueEmpty(props: {
  standing: Standing
  place: Place
  onShowAll: () => void
  ref: (element: HTMLElement) => void
}) {
  const t = useModerateMessages()
  const isAll = () => props.place === 'all'
  return (
    <div class="room-empty" tabindex="-1" ref={props.ref}>
      <EmptyState title={titleEmpty(t, props.standing, props.place)}>
        <Show when={isAll() && props.standing === 'pending'}>
          <p>{t('emptyPending')}</p>
        </Show>
        <Show when={!isAll()}>
          <Button onClick={() => props.onShowAll()}>{t('showAll')}</Button>
        </Show>
      </EmptyState>
    </div>
  )
}
