import type { TakeawayView } from '@wall/api/wire/campaign'
import { createMemo, Show } from 'solid-js'
import { useCommon } from '../lib/i18n/common.ts'
import { formatDay } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useWallWords } from '../lib/i18n/wall.ts'
import { takeawayHue } from '../lib/takeaway-hue.ts'
import { OutsideLink } from '../ui/post/outside-link.tsx'
import { TheirWords } from '../ui/post/their-words.tsx'
import { Answers } from './answers.tsx'
import type { Wall } from './create-wall.ts'
import { sectionId } from './place-on-page.ts'
import { TakeawayActions } from './takeaway-actions.tsx'

/** One takeaway: its numeral and title, what it says, its actions, and the community's answers. */
export function TakeawaySection(props: { wall: Wall; id: number }) {
  const common = useCommon()
  const key = () => String(props.id)
  const takeaway = createMemo(() => props.wall.state().campaign.takeaways.find(({ id }) => id === props.id))
  return (
    <Show when={takeaway()}>
      {(one) => (
        <section
          class="section"
          id={sectionId(key())}
          aria-labelledby={`${sectionId(key())}-title`}
          data-takeaway={key()}
          style={{ '--wheel': takeawayHue(props.id) }}
        >
          <header class="section-head">
            <span class="section-numeral" aria-hidden="true">
              {one().number}
            </span>
            <div class="section-words">
              <ReleaseState takeaway={one()} />
              <h2 class="section-title" id={`${sectionId(key())}-title`} tabindex="-1">
                <span class="visually-hidden">{common('takeaway', { number: one().number })}: </span>
                <TheirWords text={one().title} />
              </h2>
              <p class="section-summary">
                <TheirWords text={one().summary} />
              </p>
              <TakeawayLinks takeaway={one()} />
            </div>
            <TakeawayActions actions={one().actions} />
          </header>
          <Answers wall={props.wall} takeaway={props.id} />
        </section>
      )}
    </Show>
  )
}

/** The public sees a takeaway from its day on: that day has passed, or none is known. */
function ReleaseState(props: { takeaway: TakeawayView }) {
  const t = useWallWords()
  const { language } = useLanguage()
  const words = () => {
    const day = props.takeaway.releasedOn
    return day ? t('released', { date: formatDay(language(), day) }) : ''
  }
  return (
    <Show when={words()}>
      <p class="section-state">{words()}</p>
    </Show>
  )
}

function TakeawayLinks(props: { takeaway: TakeawayView }) {
  const t = useWallWords()
  const watch = () => {
    const count = props.takeaway.videoMinutes
    return count === null ? t('watch') : t('watchMinutes', { count })
  }
  return (
    <Show when={props.takeaway.video || props.takeaway.guide || props.takeaway.page}>
      <ul class="section-links">
        <Show when={props.takeaway.video}>
          {(href) => (
            <li>
              <OutsideLink href={href()}>{watch()}</OutsideLink>
            </li>
          )}
        </Show>
        <Show when={props.takeaway.guide}>
          {(href) => (
            <li>
              <OutsideLink href={href()}>{t('guide')}</OutsideLink>
            </li>
          )}
        </Show>
        <Show when={props.takeaway.page}>
          {(href) => (
            <li>
              <OutsideLink href={href()}>{t('page')}</OutsideLink>
            </li>
          )}
        </Show>
      </ul>
    </Show>
  )
}
