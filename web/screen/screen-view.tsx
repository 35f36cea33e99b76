import { createEffect, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import { formatTime } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useScreenWords } from '../lib/i18n/screen.ts'
import { useServices } from '../lib/services.tsx'
import { takeawayHue } from '../lib/takeaway-hue.ts'
import { Icon } from '../ui/icons.tsx'
import type { Screen } from './create-screen.ts'
import { createIdlePointer } from './idle-pointer.ts'
import { Place } from './place.tsx'
import { visiblePosts } from './scene.ts'
import { ScreenControls } from './screen-controls.tsx'
import { ScreenSide } from './screen-side.tsx'
import { ScreenSlate } from './screen-slate.tsx'
import { ScreenWaiting } from './screen-waiting.tsx'

/** A quiet quarter that says what is answered and how to join, and people's words on the rest. */
export function ScreenView(props: { screen: Screen; search: string }) {
  const [page, setPage] = createSignal<HTMLElement>()
  const { nameCampaign } = useServices()
  createEffect(() => {
    const campaign = props.screen.set()?.campaign
    if (campaign) nameCampaign(campaign)
  })
  const isIdle = createIdlePointer()
  const key = () => props.screen.scene().takeaway ?? 'unfiled'
  const cards = () => visiblePosts(props.screen.scene()).length

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    // Space on a focused button presses that button.
    const isOnButton = event.target instanceof HTMLButtonElement
    if (event.key === ' ' && !isOnButton) {
      event.preventDefault()
      props.screen.togglePause()
    }
    if (event.key === 'ArrowRight') props.screen.next()
  }
  onMount(() => window.addEventListener('keydown', onKey))
  onCleanup(() => window.removeEventListener('keydown', onKey))

  return (
    <Show when={props.screen.set()} fallback={<ScreenSlate />}>
      {(set) => (
        <main
          class="room"
          ref={setPage}
          data-idle={isIdle() ? '' : undefined}
          data-takeaway={key()}
          style={{ '--wheel': takeawayHue(props.screen.scene().takeaway ?? null) }}
        >
          <ScreenSide
            campaign={set().campaign}
            takeaway={props.screen.scene().takeaway}
            search={props.search}
          />
          <div class="stage" data-cards={cards()} data-beside={hasBeside(props.screen) ? '' : undefined}>
            <Show when={set().posts.length > 0} fallback={<ScreenWaiting campaign={set().campaign} />}>
              <For each={[0, 1, 2]}>
                {(place) => (
                  <Place
                    place={place}
                    shown={props.screen.scene().places[place]}
                    mayStand={(postId) => set().posts.some(({ id }) => id === postId)}
                    onTooMuch={(shown) => props.screen.splitPlace(place, shown)}
                  />
                )}
              </For>
            </Show>
          </div>
          <Foot screen={props.screen} />
          <ScreenControls screen={props.screen} isShown={!isIdle()} page={page()} />
        </main>
      )}
    </Show>
  )
}

function hasBeside(screen: Screen): boolean {
  const { places } = screen.scene()
  return places[1] !== undefined || places[2] !== undefined
}

/** Small quiet marks: no connection, paused. */
function Foot(props: { screen: Screen }) {
  const t = useScreenWords()
  const { language } = useLanguage()
  return (
    <div class="room-marks" role="status">
      <Show when={props.screen.isPaused()}>
        <span class="room-mark">{t('paused')}</span>
      </Show>
      <Show when={props.screen.offlineSince()}>
        {(since) => (
          <span class="room-mark">
            <Icon name="offline" />
            {t('offlineSince', { time: formatTime(language(), since()) })}
          </span>
        )}
      </Show>
    </div>
  )
}
