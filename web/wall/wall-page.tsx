import './wall.css'
import { useLocation } from '@solidjs/router'
import { createResource, Match, Show, Switch } from 'solid-js'
import { getCampaignSlug, getWall } from '../api/wall.ts'
import { useCommon } from '../lib/i18n/common.ts'
import { useServices } from '../lib/services.tsx'
import { ErrorView } from '../ui/error-view.tsx'
import { PageShell } from '../ui/page-shell.tsx'
import { WallSkeleton } from './wall-skeleton.tsx'
import { WallView } from './wall-view.tsx'

/** `/`: the campaign's question, its takeaways, and what the community answered, live. */
export function WallPage() {
  const t = useCommon()
  const { http } = useServices()
  const location = useLocation()
  const [first, { refetch }] = createResource(
    () => location.query.campaign ?? '',
    async () => {
      const slug = await getCampaignSlug(http, location.search)
      return { slug, snapshot: await getWall(http, slug) }
    },
  )
  return (
    <PageShell
      audience="public"
      title={first.state === 'ready' ? first().snapshot.campaign.name : t('product')}
    >
      <Show when={first.state !== 'ready'}>
        <h1 class="visually-hidden">{t('product')}</h1>
      </Show>
      <Switch fallback={<WallSkeleton />}>
        <Match when={first.state === 'errored'}>
          <ErrorView error={first.error} onRetry={() => void refetch()} />
        </Match>
        <Match when={first.state === 'ready' && first()} keyed>
          {(ready) => <WallView slug={ready.slug} snapshot={ready.snapshot} />}
        </Match>
      </Switch>
    </PageShell>
  )
}
