import type { PartView, SourceView } from '@wall/api/wire/team'
import { createUniqueId, For, Show } from 'solid-js'
import { createClock, useNow } from '../lib/clock.tsx'
import { formatDateTime, formatSince, formatTimeAgo } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useNetworkName } from '../lib/network-name.ts'
import { ButtonLink } from '../ui/button-link.tsx'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Notice } from '../ui/notice.tsx'
import { type TeamTranslate, useTeamMessages } from './messages.ts'
import { type Mood, secondsUntil, tellPart } from './source-words.ts'

const icons: Record<Mood, IconName> = { good: 'done', busy: 'time', bad: 'alert', off: 'close' }
const moodWords = { good: 'moodGood', busy: 'moodBusy', bad: 'moodBad', off: 'moodOff' } as const
/** In the order a post meets them. */
const partNames: Record<
  string,
  'partStream' | 'partBackfill' | 'partCheck' | 'partStorage' | 'partSetAside' | 'partClock'
> = {
  stream: 'partStream',
  backfill: 'partBackfill',
  check: 'partCheck',
  storage: 'partStorage',
  set_aside: 'partSetAside',
  clock: 'partClock',
}

/** At the head of the page, where it is seen: what is wrong with the sources, and since when. */
export function SourceTrouble(props: { sources: readonly SourceView[] }) {
  const t = useTeamMessages()
  const nameNetwork = useNetworkName()
  const { language } = useLanguage()
  const now = useNow()
  const troubles = () => props.sources.flatMap((source) => tell(source) ?? [])
  return (
    <Show when={troubles().length > 0}>
      <Notice
        kind="bad"
        action={
          <ButtonLink size="small" href="#sources" rel="external">
            {t('troubleWhere')}
          </ButtonLink>
        }
      >
        <For each={troubles()}>{(words) => <p>{words}</p>}</For>
      </Notice>
    </Show>
  )

  function tell(source: SourceView): string | undefined {
    const network = nameNetwork(source.kind)
    const since = (at: string) => ({ network, time: formatSince(language(), Date.parse(at), now()) })
    if (source.statusAt === null) return t('sourceNever')
    if (source.isStale) return t('troubleNothing', since(source.statusAt))
    const bad = source.parts.filter((part) => tellPart(part, source).mood === 'bad')
    const stream = bad.find(({ name }) => name === 'stream')
    if (stream) return t('troubleNothing', since(stream.since))
    const [part] = bad
    return part && t('troubleSome', { ...since(part.since), what: tellSentence(t, part, source, network) })
  }
}

function tellSentence(t: TeamTranslate, part: PartView, source: SourceView, network: string): string {
  const { key, values } = tellPart(part, source)
  return t(key, {
    network,
    detail: values.detail ? ` (${values.detail})` : '',
    lag: tellSpan(t, (source.lagMs ?? 0) / 1000),
  })
}

/** Where answers come from, and how that goes, in words. */
export function SourceList(props: { sources: readonly SourceView[] }) {
  const t = useTeamMessages()
  const id = createUniqueId()
  const now = createClock(1000)
  return (
    <section class="team-section" id="sources" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('sourcesTitle')}</h2>
      <For each={props.sources} fallback={<p class="team-soft">{t('noSources')}</p>}>
        {(source) => <Source source={source} nowMs={now()} />}
      </For>
    </section>
  )
}

function Source(props: { source: SourceView; nowMs: number }) {
  const t = useTeamMessages()
  const nameNetwork = useNetworkName()
  const { language } = useLanguage()
  const parts = () => {
    const names = Object.keys(partNames)
    const placeOf = (part: PartView) => (names.includes(part.name) ? names.indexOf(part.name) : names.length)
    // A clock that is right is nothing to tell, nor is what went well before the worker fell silent.
    const told = props.source.parts.filter(
      ({ name, problem }) => (name !== 'clock' && !props.source.isStale) || problem,
    )
    return told.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
  const silence = () => {
    const { statusAt } = props.source
    if (statusAt === null) return t('sourceNever')
    return t('sourceStale', { time: tellSpan(t, (props.nowMs - Date.parse(statusAt)) / 1000) })
  }
  return (
    <div class="source">
      <h3>{nameNetwork(props.source.kind)}</h3>
      <Show when={props.source.isStale || props.source.statusAt === null}>
        <Notice kind="bad">
          <p>{silence()}</p>
        </Notice>
      </Show>
      <ul class="parts" data-doubtful={props.source.isStale ? '' : undefined}>
        <For each={parts()}>{(part) => <Part part={part} source={props.source} nowMs={props.nowMs} />}</For>
      </ul>
      <Show when={!props.source.isStale && props.source.statusAt}>
        {(at) => (
          <p class="team-soft">{t('sourceHeard', { ago: formatTimeAgo(language(), at(), props.nowMs) })}</p>
        )}
      </Show>
    </div>
  )
}

function Part(props: { part: PartView; source: SourceView; nowMs: number }) {
  const t = useTeamMessages()
  const { language } = useLanguage()
  const nameNetwork = useNetworkName()
  const words = () => tellPart(props.part, props.source)
  const name = () => {
    const key = partNames[props.part.name]
    return key ? t(key) : props.part.name
  }
  const sentence = () => tellSentence(t, props.part, props.source, nameNetwork(props.source.kind))
  const next = () => secondsUntil(props.part.nextTryAt, props.nowMs)
  return (
    <li class="part" data-mood={words().mood}>
      <Icon name={icons[words().mood]} />
      <p>
        <strong>{name()}</strong> <span class="part-mood">{t(moodWords[words().mood])}</span>
        <span class="part-words">
          {sentence()}
          <Show when={props.part.gapSince}>
            {(since) => <> {t('mayBeMissing', { time: formatDateTime(language(), since()) })}</>}
          </Show>
          {/* Not a live region: a countdown that is read out each second would silence everything else. */}
          <Show when={next()}>{(seconds) => <> {t('nextTry', { time: tellSpan(t, seconds()) })}</>}</Show>
        </span>
      </p>
    </li>
  )
}

/** A span of time in its largest fitting unit. */
function tellSpan(t: TeamTranslate, seconds: number): string {
  if (seconds < 120) return t('seconds', { count: Math.max(0, Math.round(seconds)) })
  if (seconds < 7200) return t('minutes', { count: Math.floor(seconds / 60) })
  return t('hours', { count: Math.floor(seconds / 3600) })
}
