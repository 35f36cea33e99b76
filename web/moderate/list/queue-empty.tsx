import { Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useModerateMessages } from '../messages.ts'
import type { Place, Standing } from '../queue/queue-model.ts'
import { titleEmpty } from './empty-words.ts'

/** In front when the list holds nothing. */
export function QueueEmpty(props: {
  standing: Standing
  place: Place
  /** Nothing can come in just now: what is empty may not be all there is. */
  isQuiet: boolean
  onShowAll: () => void
  ref: (element: HTMLElement) => void
}) {
  const t = useModerateMessages()
  const isAll = () => props.place === 'all'
  const isPending = () => isAll() && props.standing === 'pending'
  return (
    <div class="room-empty" tabindex="-1" ref={props.ref}>
      <EmptyState
        title={
          props.isQuiet && isPending() ? t('emptyQuietTitle') : titleEmpty(t, props.standing, props.place)
        }
      >
        <Show when={isPending() && !props.isQuiet}>
          <p>{t('emptyPending')}</p>
        </Show>
        <Show when={!isAll()}>
          <Button onClick={() => props.onShowAll()}>{t('showAll')}</Button>
        </Show>
      </EmptyState>
    </div>
  )
}
