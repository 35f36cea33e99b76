import { useNavigate } from '@solidjs/router'
import { createEffect, createUniqueId, Match, Show, Switch } from 'solid-js'
import { apiErrorCode } from '../api/errors.ts'
import { useServices } from '../lib/services.tsx'
import type { Room } from '../sign-in/staff-page.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorView } from '../ui/error-view.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { createFilingState } from './create-filing-state.ts'
import { FiguresTable } from './figures-table.tsx'
import { createFilingApi } from './filing-api.ts'
import { GatePanel } from './gate-panel.tsx'
import { useFilingMessages } from './messages.ts'
import { AlikePairs, ConfusedPairs } from './pair-lists.tsx'
import { SeedsSection } from './seeds/seeds-section.tsx'

/** How far the words may be trusted, what it rests on, and what they learn from. */
export function FilingRoom(props: { room: Room }) {
  const t = useFilingMessages()
  const { http } = useServices()
  const navigate = useNavigate()
  const id = createUniqueId()
  const api = createFilingApi(http, props.room.campaign.slug)
  const { answer, error, refresh } = createFilingState(api)
  const takeaways = () => props.room.campaign.takeaways
  createEffect(() => {
    if (error() && apiErrorCode(error()) === 'unauthorized' && !answer())
      navigate('/sign-in?then=/filing', { replace: true })
  })
  return (
    <div class="filing-room">
      <header class="filing-room-head">
        <h1>{t('lead')}</h1>
        <p class="filing-soft">{t('leadMore')}</p>
      </header>
      <Switch fallback={<Loading />}>
        <Match when={answer()?.state}>
          {(state) => (
            <>
              <Show when={error()}>
                <Notice kind="offline">
                  <p>{t('stateStale')}</p>
                </Notice>
              </Show>
              <GatePanel state={state()} waiting={answer()?.waiting ?? 0} behind={answer()?.behind ?? 0} />
              <div class="filing-pair">
                <FiguresTable state={state()} />
                <div class="filing-column">
                  <section class="filing-section" aria-labelledby={`${id}-confused`}>
                    <h2 id={`${id}-confused`}>{t('confusedTitle')}</h2>
                    <ConfusedPairs confused={state().confused} takeaways={takeaways()} />
                  </section>
                  <section class="filing-section" aria-labelledby={`${id}-alike`}>
                    <h2 id={`${id}-alike`}>{t('alikeTitle')}</h2>
                    <AlikePairs alike={state().alike} takeaways={takeaways()} />
                  </section>
                </div>
              </div>
            </>
          )}
        </Match>
        <Match when={answer()}>
          <EmptyState title={t('stateNone')} heading="h2">
            <p>{t('stateNoneHint')}</p>
          </EmptyState>
        </Match>
        <Match when={error()}>
          <ErrorView error={error()} onRetry={() => void refresh()} />
        </Match>
      </Switch>
      <SeedsSection
        api={api}
        slug={props.room.campaign.slug}
        takeaways={takeaways()}
        isReadOnly={props.room.me.role !== 'admin'}
        version={answer()?.seedsVersion}
        onSaved={() => void refresh()}
      />
    </div>
  )
}
