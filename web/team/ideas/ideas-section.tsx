import './ideas.css'
import type { TakeawayView } from '@wall/api/wire/campaign'
import { createUniqueId, For, Show } from 'solid-js'
import { ButtonLink } from '../../ui/button-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorView } from '../../ui/error-view.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useTeamMessages } from '../messages.ts'
import type { Ideas } from './create-ideas.ts'
import type { IdeaApi } from './idea-api.ts'
import { IdeaTakeaway } from './idea-takeaway.tsx'

/** What people would add, under each takeaway; it answers the campaign's own question. */
export function IdeasSection(props: {
  ask: string
  takeaways: readonly TakeawayView[]
  ideas: Ideas
  api: IdeaApi
}) {
  const t = useTeamMessages()
  const id = createUniqueId()
  const groupsOf = (place: number | null) =>
    props.ideas.all()?.groups.filter((group) => group.takeaway === place) ?? []
  const actionsOf = (place: number | null) =>
    props.ideas.all()?.actions.filter((action) => action.takeaway === place) ?? []
  const places = () =>
    [...props.takeaways, null].filter(
      (one) => groupsOf(one?.id ?? null).length > 0 || actionsOf(one?.id ?? null).length > 0,
    )
  return (
    <section class="team-section" id="ideas" aria-labelledby={`${id}-title`}>
      <div class="team-head">
        <h2 id={`${id}-title`}>{t('ideasTitle')}</h2>
        <Show when={props.ideas.all()?.groups.length}>
          <ButtonLink size="small" href={props.api.csvAddress} download="" rel="external">
            <Icon name="download" />
            {t('download')}
          </ButtonLink>
        </Show>
      </div>
      <p class="team-soft">{t('ideasLead', { ask: props.ask })}</p>
      <Show when={props.ideas.error()}>
        <ErrorView error={props.ideas.error()} onRetry={() => void props.ideas.refresh()} />
      </Show>
      <Show when={props.ideas.all()} fallback={<Show when={!props.ideas.error()}>{<Loading />}</Show>}>
        <For
          each={places()}
          fallback={
            <EmptyState title={t('ideasNone')}>
              <p>{t('ideasNoneHint')}</p>
            </EmptyState>
          }
        >
          {(place) => (
            <IdeaTakeaway
              takeaway={place}
              groups={groupsOf(place?.id ?? null)}
              actions={actionsOf(place?.id ?? null)}
              ideas={props.ideas}
              api={props.api}
            />
          )}
        </For>
      </Show>
    </section>
  )
}
