import type { TakeawayView } from '@wall/api/wire/campaign'
import type { FilingView, QueuePost } from '@wall/api/wire/queue'
import { For, Show } from 'solid-js'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { takeawayHue } from '../lib/takeaway-hue.ts'
import { TakeawayMark } from '../ui/takeaway-mark.tsx'
import { useModerateMessages } from './messages.ts'
import { titlePlace } from './place-words.ts'

const bys = { rule: 'byRule', model: 'byModel', moderator: 'byModerator' } as const

/** Where the post is filed, why, and how sure that is; with the places it might rather belong to. */
export function FilingPanel(props: {
  post: QueuePost
  takeaways: readonly TakeawayView[]
  isDisabled: boolean
  onFile: (takeaway: number | null) => void
}) {
  const t = useModerateMessages()
  const { language } = useLanguage()
  const filing = () => props.post.filing
  const percent = (share: number) => new Intl.NumberFormat(language(), { style: 'percent' }).format(share)
  /** The workers give their reasons in English, whatever the page speaks. */
  const reason = () => (filing().by === 'moderator' ? '' : filing().reason)
  const nameWho = () => {
    const { by } = filing()
    return t(by ? bys[by] : 'byNobody')
  }
  const others = () =>
    filing()
      .suggestions.filter((one) => one.takeaway !== props.post.takeaway)
      .slice(0, 3)
  return (
    <section
      class="filing"
      aria-label={t('filedUnder')}
      data-takeaway={props.post.takeaway ?? 'unfiled'}
      style={{ '--wheel': takeawayHue(props.post.takeaway) }}
    >
      <p class="filing-place">
        <TakeawayMark takeaway={props.post.takeaway} />
        <span class="filing-title">{titlePlace(t, props.takeaways, props.post.takeaway)}</span>
      </p>
      <p class="filing-why">
        <span lang={reason() ? 'en' : undefined}>{reason() || nameWho()}</span>
        <Show when={filing().by && filing().by !== 'moderator'}>
          <span class="filing-sure">
            <Meter share={filing().confidence} />
            {t('confidenceFull', { percent: percent(filing().confidence), word: t(sureness(filing())) })}
          </span>
        </Show>
      </p>
      <Show when={others().length > 0}>
        <div class="filing-others">
          <span>{t('suggestions')}</span>
          <For each={others()}>
            {(one) => (
              <button
                type="button"
                class="filing-chip"
                data-takeaway={one.takeaway ?? 'unfiled'}
                style={{ '--wheel': takeawayHue(one.takeaway) }}
                disabled={props.isDisabled}
                title={titlePlace(t, props.takeaways, one.takeaway)}
                onClick={() => props.onFile(one.takeaway)}
              >
                <span class="visually-hidden">{t('fileLabel')} </span>
                <span class="mark">{one.takeaway}</span>
                <span class="filing-chip-title">{titlePlace(t, props.takeaways, one.takeaway)}</span>
                <span class="tabular">{percent(one.confidence)}</span>
              </button>
            )}
          </For>
        </div>
      </Show>
    </section>
  )
}

/** A short bar; the words beside it say the same. */
function Meter(props: { share: number }) {
  return (
    <svg class="filing-meter" viewBox="0 0 40 6" width="40" height="6" aria-hidden="true">
      <rect class="filing-meter-all" width="40" height="6" rx="3" />
      <rect class="filing-meter-part" width={Math.max(4, props.share * 40)} height="6" rx="3" />
    </svg>
  )
}

function sureness(filing: FilingView) {
  if (filing.confidence >= 0.85) return 'confidenceSure'
  return filing.confidence >= 0.6 ? 'confidenceLikely' : 'confidenceUnsure'
}
