import { A } from '@solidjs/router'
import type { TeamOverview } from '@wall/api/wire/team'
import { type JSX, Show } from 'solid-js'
import { useNow } from '../lib/clock.tsx'
import { formatTimeAgo } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useTeamMessages } from './messages.ts'

/** Answers first: one sentence a tile. */
export function Tiles(props: { totals: TeamOverview['totals'] }) {
  const t = useTeamMessages()
  const now = useNow()
  const { language } = useLanguage()
  const share = () =>
    props.totals.authors === 0 ? 0 : Math.round((props.totals.posts / props.totals.authors) * 10) / 10
  const tellOldest = () => {
    const at = props.totals.oldestPendingAt
    return at === null
      ? t('tilePendingNone')
      : t('tilePendingOldest', { ago: formatTimeAgo(language(), at, now()) })
  }
  return (
    <ul class="tiles" aria-label={t('tilesLabel')}>
      <Tile count={props.totals.posts} words={t('tilePosts', { count: props.totals.posts })} />
      <Tile count={props.totals.authors} words={t('tileAuthors', { count: props.totals.authors })}>
        <Show when={props.totals.authors > 0}>{t('tilePerPerson', { count: share() })}</Show>
      </Tile>
      <Tile count={props.totals.pending} words={t('tilePending', { count: props.totals.pending })}>
        {tellOldest()}
        <Show when={props.totals.pending > 0}>
          {' '}
          <A href="/moderate">{t('goModerate')}</A>
        </Show>
      </Tile>
      <Tile count={props.totals.shown} words={t('tileShown', { count: props.totals.shown })}>
        {t('tileShownOf', { approved: props.totals.approved })}
      </Tile>
    </ul>
  )
}

function Tile(props: { count: number; words: string; children?: JSX.Element }) {
  const { language } = useLanguage()
  return (
    <li class="tile">
      <p class="tile-sentence">
        <span class="tile-count">{new Intl.NumberFormat(language()).format(props.count)}</span> {props.words}
      </p>
      <p class="tile-more">{props.children}</p>
    </li>
  )
}
