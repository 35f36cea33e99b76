import { createMemo, For, Show } from 'solid-js'
import { useCommon } from '../lib/i18n/common.ts'
import { useWallWords } from '../lib/i18n/wall.ts'
import { takeawayHue } from '../lib/takeaway-hue.ts'
import type { Wall } from './create-wall.ts'
import { createPlaceOnPage, sectionId } from './place-on-page.ts'
import { getSection, sectionKey } from './wall-state.ts'

/** All takeaways at a glance, with how many answered: beside the wall on wide windows, a scroller above it on a phone. */
export function TakeawayRail(props: { wall: Wall; hasOther: boolean }) {
  const t = useWallWords()
  const common = useCommon()
  const entries = createMemo(() => [
    ...props.wall
      .state()
      .campaign.takeaways.map((takeaway) => ({ number: takeaway.number, title: takeaway.title })),
    ...(props.hasOther ? [{ number: null, title: common('unfiled') }] : []),
  ])
  const here = createPlaceOnPage(() => entries().map((entry) => sectionKey(entry.number)))
  return (
    <nav class="rail" aria-label={t('takeaways')}>
      <ol class="rail-list">
        <For each={entries()}>
          {(entry) => {
            const key = sectionKey(entry.number)
            const count = () => props.wall.state().counts[key] ?? 0
            const waiting = () => getSection(props.wall.state(), key).waiting.length
            return (
              <li>
                <a
                  class="rail-link"
                  href={`#${sectionId(key)}`}
                  data-takeaway={key}
                  style={{ '--wheel': takeawayHue(entry.number) }}
                  aria-current={here() === key ? 'location' : undefined}
                  onClick={(event) => {
                    event.preventDefault()
                    goTo(key)
                  }}
                >
                  <span class="rail-number" aria-hidden="true">
                    {entry.number ?? '+'}
                  </span>
                  <span class="rail-title">{entry.title}</span>
                  <span class="rail-count tabular">
                    {t('railCount', { count: count() })}
                    <Show when={waiting() > 0}>
                      <span class="rail-new">{t('railNew', { count: waiting() })}</span>
                    </Show>
                  </span>
                  <span class="rail-count-short tabular" aria-hidden="true">
                    {count()}
                    <Show when={waiting() > 0}>
                      <span class="rail-new">+{waiting()}</span>
                    </Show>
                  </span>
                </a>
              </li>
            )
          }}
        </For>
      </ol>
    </nav>
  )
}

function goTo(key: string) {
  const section = document.getElementById(sectionId(key))
  section?.scrollIntoView()
  section?.querySelector('h2')?.focus({ preventScroll: true })
  history.replaceState(history.state, '', `#${sectionId(key)}`)
}
