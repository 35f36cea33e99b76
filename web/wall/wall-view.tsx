import type { WallSnapshot } from '@wall/api/wire/wall'
import { createEffect, createMemo, For, onCleanup, onMount, Show } from 'solid-js'
import { useNow } from '../lib/clock.tsx'
import { formatSince } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useWallWords } from '../lib/i18n/wall.ts'
import { useServices } from '../lib/services.tsx'
import { Notice } from '../ui/notice.tsx'
import { CampaignHead } from './campaign-head.tsx'
import { createWall } from './create-wall.ts'
import { OtherSection } from './other-section.tsx'
import { sectionId } from './place-on-page.ts'
import { TakeawayRail } from './takeaway-rail.tsx'
import { TakeawaySection } from './takeaway-section.tsx'
import { countWaiting, getSection } from './wall-state.ts'

export function WallView(props: { slug: string; snapshot: WallSnapshot }) {
  const t = useWallWords()
  const { language } = useLanguage()
  const { http, nameCampaign } = useServices()
  const now = useNow()
  // The page makes a new view for another campaign, so both are read once.
  const wall = createWall(http, props.slug, props.snapshot)
  const campaign = createMemo(() => wall.state().campaign)
  createEffect(() => nameCampaign(campaign()))
  const waiting = createMemo(() => countWaiting(wall.state()))
  const takeaways = createMemo(() => campaign().takeaways.map(({ id }) => id), [], {
    equals: sameIds,
  })
  const hasOther = createMemo(
    () => (wall.state().counts.unfiled ?? 0) > 0 || getSection(wall.state(), 'unfiled').shown.length > 0,
  )
  let page: HTMLDivElement | undefined
  onMount(() => {
    const key = [...takeaways().map(String), 'unfiled'].find((one) => `#${sectionId(one)}` === location.hash)
    const section = key && document.getElementById(sectionId(key))
    if (!section || !page) return
    const element = page
    // Few come by such a link: the page opens for the others without this.
    const landing = import('./land-at-section.ts').then(({ landAtSection }) =>
      landAtSection(section, element),
    )
    onCleanup(() => void landing.then((stop) => stop()))
  })
  return (
    <div ref={page}>
      <CampaignHead campaign={campaign()} state={wall.live.state()} nothingSince={wall.live.nothingSince()} />
      <div class="visually-hidden" role="status" aria-live="polite">
        {waiting() > 0 ? t('newSaid', { count: waiting() }) : ''}
      </div>
      <Show when={wall.live.offlineSince()}>
        {(since) => (
          <div class="wall-offline">
            <Notice kind="offline">
              {t('offlineSince', { time: formatSince(language(), since(), now()) })}
            </Notice>
          </div>
        )}
      </Show>
      <div class="wall">
        <TakeawayRail wall={wall} hasOther={hasOther()} />
        <div class="wall-sections">
          <For each={takeaways()}>{(id) => <TakeawaySection wall={wall} id={id} />}</For>
          <Show when={hasOther()}>
            <OtherSection wall={wall} />
          </Show>
        </div>
      </div>
    </div>
  )
}

function sameIds(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index])
}
