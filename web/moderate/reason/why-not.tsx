import type { TakeawayView } from '@wall/api/wire/campaign'
import type { FilingView } from '@wall/api/wire/queue'
import { createEffect, createUniqueId, For, on, Show } from 'solid-js'
import { useLanguage } from '../../lib/i18n/provider.tsx'
import { useServices } from '../../lib/services.tsx'
import { takeawayHue } from '../../lib/takeaway-hue.ts'
import { printedKeys } from '../key-map.ts'
import { KeyMark } from '../key-mark.tsx'
import { useModerateMessages } from '../messages.ts'
import { titleGuess } from '../place-words.ts'
import { tellConfidence } from './confidence-words.ts'
import { isOffered, listNear, listWords, listWordsAgainst } from './filing-outcome.ts'
import { NearPosts } from './near-posts.tsx'
import { WordList } from './word-list.tsx'

/**
 * "Why not takeaway 5?": for any place, what speaks for it and against it, how sure that is, and what is like
 * it there.
 */
export function WhyNot(props: {
  filing: FilingView
  takeaways: readonly TakeawayView[]
  isOpen: boolean
  /** The place asked about. */
  asked: number | null
  hasKeys: boolean
  onOpen: (isOpen: boolean) => void
  onAsk: (takeaway: number | null) => void
}) {
  const t = useModerateMessages()
  const { numberOf } = useServices()
  const { language } = useLanguage()
  const id = createUniqueId()
  const guess = () => props.filing.suggestions.find((one) => one.takeaway === props.asked)
  const words = () => listWords(props.filing, props.asked)
  const against = () => listWordsAgainst(props.filing, props.asked)
  const near = () => listNear(props.filing, props.asked)
  let panel: HTMLDivElement | undefined
  // Opened by its key it may lie below the fold, and the key would seem to do nothing; another answer may be
  // a longer one.
  createEffect(
    on([() => props.isOpen, () => props.asked, () => props.filing], ([isOpen]) => {
      if (isOpen) requestAnimationFrame(() => panel?.scrollIntoView({ block: 'nearest' }))
    }),
  )
  return (
    <div class="why-not">
      <button
        type="button"
        class="why-not-open"
        aria-expanded={props.isOpen}
        aria-controls={id}
        aria-keyshortcuts={props.hasKeys ? printedKeys.why : undefined}
        onClick={() => props.onOpen(!props.isOpen)}
      >
        {t('whyNot')} <KeyMark sign={props.hasKeys ? printedKeys.why : undefined} />
      </button>
      <div ref={panel} id={id} class="why-not-panel" hidden={!props.isOpen}>
        <Show when={props.isOpen}>
          <fieldset class="why-not-places" aria-label={t('whyNotChoose')}>
            <For each={[...props.takeaways, null]}>
              {(place) => (
                <button
                  type="button"
                  class="why-not-place"
                  data-takeaway={place?.id ?? 'unfiled'}
                  style={{ '--wheel': takeawayHue(place?.id ?? null) }}
                  aria-pressed={props.asked === (place?.id ?? null)}
                  aria-label={place === null ? undefined : t('whyNotPlace', { number: place.number })}
                  title={place?.title ?? t('noneOfThem')}
                  onClick={() => props.onAsk(place?.id ?? null)}
                >
                  {place?.number ?? t('noneShort')}
                </button>
              )}
            </For>
          </fieldset>
          <div
            class="why-not-answer"
            role="status"
            data-takeaway={props.asked ?? 'unfiled'}
            style={{ '--wheel': takeawayHue(props.asked) }}
          >
            <p class="why-not-title">
              <span>{titleGuess(t, props.takeaways, props.asked)}</span>
              <Show when={guess()}>
                {(one) => (
                  <span class="why-not-sure">
                    {tellConfidence(t, language(), one().confidence, props.filing.toldIn)}
                  </span>
                )}
              </Show>
            </p>
            <Show when={guess()} fallback={<p>{t('whyNotBehind')}</p>}>
              <p>
                {words().length > 0 ? t('whyFor') : t('whyForNothing')} <WordList words={words()} />
              </p>
              <Show when={against().words.length > 0}>
                <p>
                  {tellAgainst()} <WordList words={against().words} />
                </p>
              </Show>
            </Show>
            <Show when={near().length > 0} fallback={<p>{tellNothingNear()}</p>}>
              <p>{t(near().every((one) => one.isFar) ? 'whyNearFar' : 'whyNear')}</p>
              <NearPosts near={near()} hideMarks />
            </Show>
          </div>
        </Show>
      </div>
    </div>
  )

  function tellNothingNear(): string {
    return t(isOffered(props.filing, props.asked) ? 'whyNearNothing' : 'whyNearBehind')
  }

  function tellAgainst(): string {
    const { drawnTo } = against()
    if (drawnTo === undefined) return t('whyAgainst')
    return drawnTo === null ? t('whyAgainstNone') : t('whyAgainstOther', { number: numberOf(drawnTo) })
  }
}
