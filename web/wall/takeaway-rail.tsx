import { useNavigate } from '@solidjs/router'
import { createEffect, createMemo, For, Show } from 'solid-js'
import { useCommon } from '../lib/i18n/common.ts'
import { useWallWords } from '../lib/i18n/wall.ts'
import { takeawayHue } from '../lib/takeaway-hue.ts'
import { TheirWords } from '../ui/post/their-words.tsx'
import type { Wall } from './create-wall.ts'
import { createPlaceOnPage, sectionId } from './place-on-page.ts'
import { countAnswers, getSection, sectionKey } from './wall-state.ts'

/**
 * All takeaways at a glance, with how many answered: beside the wall on wide windows, a scroller above it on
 * a phone.
 */
export function TakeawayRail(props: { wall: Wall; hasOther: boolean }) {
  const t = useWallWords()
  const navigate = useNavigate()
  const common = useCommon()
  const entries = createMemo(() => [
    ...props.wall.state().campaign.takeaways.map(({ id, number, title }) => ({ id, number, title })),
    ...(props.hasOther ? [{ id: null, number: '+', title: common('unfiled') }] : []),
  ])
  const here = createPlaceOnPage(() => entries().map((entry) => sectionKey(entry.id)))
  // Of many takeaways a phone shows some: among them is always the one in front.
  let list: HTMLOListElement | undefined
  createEffect(() => {
    const link = here() && list?.querySelector<HTMLElement>(`[data-takeaway="${here()}"]`)
    if (!link || !list || list.scrollWidth <= list.clientWidth) return
    list.scrollTo({ left: link.offsetLeft - (list.clientWidth - link.offsetWidth) / 2 })
  })
  return (
    <nav class="rail" aria-label={t('takeaways')}>
      <ol class="rail-list" ref={list}>
        <For each={entries()}>
          {(entry) => {
            const key = sectionKey(entry.id)
            const count = () => countAnswers(props.wall.state(), key)
            const waiting = () => getSection(props.wall.state(), key).waiting.length
            return (
              <li data-other={entry.id === null ? '' : undefined}>
                <a
                  class="rail-link"
                  href={`#${sectionId(key)}`}
                  data-takeaway={key}
                  style={{ '--wheel': takeawayHue(entry.id) }}
                  aria-current={here() === key ? 'location' : undefined}
                  onClick={(event) => {
                    event.preventDefault()
                    const section = document.getElementById(sectionId(key))
                    // A step of its own: Back leads to where one came from on the page, not off it. The
                    // router scrolls once the step is made; before, the place of the step that is left would
                    // be kept wrongly.
                    const hash = `#${sectionId(key)}`
                    if (location.hash === hash) section?.scrollIntoView()
                    else navigate(hash, { scroll: false })
                    section?.querySelector('h2')?.focus({ preventScroll: true })
                  }}
                >
                  <span class="rail-number" aria-hidden="true">
                    {entry.number}
                  </span>
                  <span class="rail-title">
                    <TheirWords text={entry.title} />
                  </span>
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
