import { useNavigate } from '@solidjs/router'
import { createEffect, Show } from 'solid-js'
import { apiErrorCode } from '../api/errors.ts'
import { useNow } from '../lib/clock.tsx'
import { formatSince } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useServices } from '../lib/services.tsx'
import type { Room } from '../sign-in/staff-page.tsx'
import { ErrorView } from '../ui/error-view.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { Contributions } from './contributions.tsx'
import { createOverview } from './create-overview.ts'
import { createIdeas } from './ideas/create-ideas.ts'
import { createIdeaApi } from './ideas/idea-api.ts'
import { IdeasSection } from './ideas/ideas-section.tsx'
import { InvitePanel } from './invite-panel.tsx'
import { useTeamMessages } from './messages.ts'
import { ScreenList } from './screen-list.tsx'
import { SourceList, SourceTrouble } from './source-list.tsx'
import { TakeawayTable } from './takeaway-table.tsx'
import { Tiles } from './tiles.tsx'
import { WordSearch } from './word-search.tsx'

/** Six weeks: a whole campaign of weekly takeaways. */
const days = 42

/** Answers first, then how they came, where from, and what exactly was said. */
export function TeamRoom(props: { room: Room }) {
  const t = useTeamMessages()
  const { language } = useLanguage()
  const now = useNow()
  const { http } = useServices()
  const navigate = useNavigate()
  const api = createIdeaApi(http, props.room.campaign.slug)
  const ideas = createIdeas(api)
  const { overview, error, refresh, offlineSince } = createOverview(
    http,
    { slug: props.room.campaign.slug, place: props.room.place, onCampaign: props.room.onCampaign },
    days,
    () => void ideas.refresh(),
  )
  createEffect(() => {
    if (error() && apiErrorCode(error()) === 'unauthorized')
      navigate('/sign-in?then=/team', { replace: true })
  })
  return (
    <div class="team">
      <h1>{t('lead', { campaign: props.room.campaign.name })}</h1>
      <Show
        when={offlineSince()}
        fallback={
          <Show when={error()}>
            <ErrorView error={error()} onRetry={() => void refresh()} />
          </Show>
        }
      >
        {(since) => (
          <Notice kind="offline">
            <p>{t('offlineSince', { time: formatSince(language(), since(), now()) })}</p>
          </Notice>
        )}
      </Show>
      <Show when={overview()} fallback={<Show when={!error()}>{<Loading />}</Show>}>
        {(seen) => (
          <>
            <SourceTrouble sources={seen().sources} />
            <Tiles totals={seen().totals} />
            <div class="team-pair">
              <Contributions perDay={seen().perDay} takeaways={props.room.campaign.takeaways} days={days} />
              <TakeawayTable
                rows={seen().perTakeaway}
                proposals={seen().proposals}
                takeaways={props.room.campaign.takeaways}
              />
            </div>
            <IdeasSection
              ask={props.room.campaign.ask}
              takeaways={props.room.campaign.takeaways}
              ideas={ideas}
              api={api}
            />
            <SourceList sources={seen().sources} />
            <ScreenList screens={seen().screens} />
          </>
        )}
      </Show>
      <WordSearch slug={props.room.campaign.slug} takeaways={props.room.campaign.takeaways} />
      <Show when={props.room.me.role === 'admin'}>
        <InvitePanel />
      </Show>
    </div>
  )
}
