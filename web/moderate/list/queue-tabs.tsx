import '../../ui/field.css'
import type { TakeawayView } from '@wall/api/wire/campaign'
import { createUniqueId, For, Show } from 'solid-js'
import { useModerateMessages } from '../messages.ts'
import { readPlace, writePlace } from '../queue/list-address.ts'
import type { Counts, Place, Standing } from '../queue/queue-model.ts'

const tabs: readonly Standing[] = ['pending', 'stashed', 'approved', 'rejected']

/** Which list is open: a standing, and perhaps one takeaway of it. Counts stay quiet. */
export function QueueTabs(props: {
  standing: Standing
  place: Place
  /** Undefined until they are known. */
  counts: Counts | undefined
  takeaways: readonly TakeawayView[]
  onStanding: (standing: Standing) => void
  onPlace: (place: Place) => void
}) {
  const t = useModerateMessages()
  const id = createUniqueId()
  let isStepping = false
  return (
    <div class="queue-tabs">
      <nav class="queue-standings" aria-label={t('listsLabel')}>
        <For each={tabs}>
          {(standing) => (
            <button
              type="button"
              class="queue-tab"
              aria-current={props.standing === standing ? 'page' : undefined}
              onClick={() => props.onStanding(standing)}
            >
              {t(standing)} <span class="queue-count tabular">{props.counts?.[standing]}</span>
              <Show when={standing === 'pending' && props.counts?.proposed}>
                {(count) => (
                  <span class="queue-proposed tabular">{t('proposedCount', { count: count() })}</span>
                )}
              </Show>
            </button>
          )}
        </For>
      </nav>
      <div class="queue-place">
        <label class="visually-hidden" for={id}>
          {t('placeLabel')}
        </label>
        <select
          id={id}
          class="field-input"
          value={writePlace(props.place)}
          onKeyDown={(event) => {
            isStepping = /^(Arrow|Page|Home|End)/.test(event.key)
          }}
          onPointerDown={() => {
            isStepping = false
          }}
          onChange={(event) => {
            // The keyboard goes on with the posts, but not from under somebody who steps through the choices.
            if (!isStepping) event.currentTarget.blur()
            props.onPlace(readPlace(event.currentTarget.value))
          }}
        >
          <option value="all">{t('placeAll')}</option>
          <For each={props.takeaways}>
            {(takeaway) => (
              <option value={String(takeaway.id)}>
                {takeaway.number} · {takeaway.title}
              </option>
            )}
          </For>
          <option value="unfiled">{t('unfiled')}</option>
        </select>
      </div>
    </div>
  )
}
