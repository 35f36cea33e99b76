import type { ActionView } from '@wall/api/wire/campaign'
import type { ActionCountView } from '@wall/api/wire/idea'
import { createUniqueId, For } from 'solid-js'
import { useTeamMessages } from '../messages.ts'

/** How many speak for each action that is on the takeaway's list already. */
export function ActionSupport(props: { actions: readonly ActionView[]; counts: readonly ActionCountView[] }) {
  const t = useTeamMessages()
  const id = createUniqueId()
  const countOf = (index: number) => props.counts.find((count) => count.action === index + 1)
  return (
    <div class="idea-actions">
      <h4 id={id}>{t('actionsTitle')}</h4>
      <ol aria-labelledby={id}>
        <For each={props.actions}>
          {(action, index) => (
            <li>
              <span>{action.text}</span>
              <span class="idea-facts" data-none={countOf(index()) ? undefined : ''}>
                {countOf(index())
                  ? `${t('ideaPeople', { count: countOf(index())?.people ?? 0 })}, ${t('ideaPosts', { count: countOf(index())?.posts ?? 0 })}`
                  : t('actionNobody')}
              </span>
            </li>
          )}
        </For>
      </ol>
    </div>
  )
}
