import type { TakeawayView } from '@wall/api/wire/campaign'
import type { QueuePost } from '@wall/api/wire/queue'
import { For, Show } from 'solid-js'
import { useNow } from '../lib/clock.tsx'
import { formatTimeAgo } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { Icon, type IconName } from '../ui/icons.tsx'
import { HostMark } from '../ui/post/host-mark.tsx'
import { PostCard } from '../ui/post/post-card.tsx'
import { useModerateMessages } from './messages.ts'
import { PostHistory } from './post-history.tsx'
import type { QueueApi } from './queue/queue-api.ts'
import { isErased, type Standing } from './queue/queue-model.ts'
import { findMarks, findPictureReading } from './reason/filing-outcome.ts'
import { type FilingControls, FilingPanel } from './reason/filing-panel.tsx'
import { MarkedText } from './reason/marked-text.tsx'

type HiddenWhy = NonNullable<QueuePost['hiddenWhy']>

const hidden = {
  deleted: { key: 'hiddenDeleted', icon: 'close' },
  untagged: { key: 'hiddenUntagged', icon: 'close' },
  missing: { key: 'hiddenMissing', icon: 'alert' },
  account: { key: 'hiddenAccount', icon: 'close' },
  opted_out: { key: 'hiddenOptedOut', icon: 'info' },
  label: { key: 'hiddenLabel', icon: 'alert' },
  unverified: { key: 'hiddenUnverified', icon: 'time' },
  unreleased: { key: 'hiddenUnreleased', icon: 'time' },
} as const satisfies Record<HiddenWhy, { key: string; icon: IconName }>

const checks = {
  network_label: 'checkNetworkLabel',
  adult_media: 'checkAdultMedia',
} as const satisfies Record<QueuePost['checks'][number]['check'], string>

/** The post in front: the full words and everything a decision needs, in one place. */
export function QueueCard(props: {
  post: QueuePost
  takeaways: readonly TakeawayView[]
  controls: FilingControls
  api: Pick<QueueApi, 'listDecisions'>
  onTakeBack: (decisionId: number, standing: Standing) => void
  ref: (element: HTMLElement) => void
}) {
  const t = useModerateMessages()
  const { language } = useLanguage()
  const now = useNow()
  /** What the reason speaks of is pointed out where it stands. */
  const marks = () =>
    findMarks(props.post.filing, props.controls.isWhyOpen ? props.controls.asked : undefined)
  return (
    <PostCard
      post={props.post}
      hideMark
      drawHostMark={() => <HostMark words={t('otherHost')} />}
      draw={(text) => <MarkedText text={text} marks={marks()} />}
      ref={props.ref}
    >
      <Show when={props.post.media.length > 0}>
        <ul class="alts">
          <For each={props.post.media}>
            {(media, index) => (
              <li class="alt" data-missing={media.alt ? undefined : ''}>
                <Show when={!media.alt}>
                  <Icon name="alert" />
                </Show>
                <span dir="auto">
                  <Show when={props.post.media.length > 1}>
                    {t('media', { place: index() + 1, count: props.post.media.length })}:{' '}
                  </Show>
                  <Show when={media.alt} fallback={t('noAlt')}>
                    <MarkedText
                      text={t('altIs', { alt: media.alt })}
                      marks={findPictureReading(props.post) === 'alt' ? marks() : undefined}
                    />
                  </Show>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.post.hiddenWhy}>
        {(why) => (
          <p class="hidden-why" data-why={why()}>
            <Icon name={hidden[why()].icon} />
            <span>
              <strong>{t('hiddenTitle')}:</strong> {t(hidden[why()].key)}
            </span>
          </p>
        )}
      </Show>
      <Show when={props.post.editedAt}>
        {(at) => (
          <p class="card-fact">
            <Icon name="info" />
            {t('editedMark')} · {formatTimeAgo(language(), at(), now())}
          </p>
        )}
      </Show>
      <For each={props.post.checks}>
        {(word) => (
          <p class="card-fact" data-check={word.check}>
            <Icon name="alert" />
            {t(word.verdict === 'reject' ? 'checkRejects' : 'checkHolds')}:{' '}
            {t(checks[word.check], { labels: word.labels.join(', ') })}
          </p>
        )}
      </For>
      <Show when={props.post.labels.length > 0}>
        <p class="card-fact">
          <Icon name="info" />
          {t('labels')}: {props.post.labels.join(', ')}
        </p>
      </Show>
      <Show when={!isErased(props.post)}>
        <FilingPanel post={props.post} takeaways={props.takeaways} controls={props.controls} />
      </Show>
      {/* It comes later than the rest: below what is being read it moves nothing of it. */}
      <PostHistory post={props.post} api={props.api} onTakeBack={props.onTakeBack} />
    </PostCard>
  )
}
