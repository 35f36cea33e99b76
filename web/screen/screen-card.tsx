import { createEffect, createMemo, createSignal, onCleanup, Show } from 'solid-js'
import { useScreenWords } from '../lib/i18n/screen.ts'
import { mediaAddress } from '../lib/media-address.ts'
import { formatNetworkName } from '../lib/network-name.ts'
import { Avatar } from '../ui/avatar.tsx'
import { RichText } from '../ui/rich-text.tsx'
import { TimeAgo } from '../ui/time-ago.tsx'
import { fitWords, startSize } from './fit-words.ts'
import type { Shown } from './scene.ts'
import { weighText } from './text-pages.ts'

/** A person's words for a room: as large as they fit, always whole. */
export function ScreenCard(props: { shown: Shown | undefined; isSpotlight: boolean }) {
  const t = useScreenWords()
  const [card, setCard] = createSignal<HTMLElement>()
  const body = createMemo(() => props.shown?.pages[props.shown.page] ?? [])
  const picture = () => (props.shown?.page === 0 ? props.shown.post.media[0] : undefined)
  const [broken, setBroken] = createSignal<string>()
  const hasPicture = () => picture() !== undefined && picture()?.src !== broken()

  createEffect(() => {
    const element = card()
    const first = startSize(weighText(body()), { isSpotlight: props.isSpotlight, hasPicture: hasPicture() })
    if (!element) return
    const fit = () => fitWords(element, first)
    fit()
    // Fonts and the window may still change; the words must stay whole then, too.
    const observer = new ResizeObserver(fit)
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    onCleanup(() => observer.disconnect())
  })

  return (
    <Show when={props.shown}>
      {(shown) => (
        <article class="room-card" ref={setCard} data-picture={hasPicture() ? '' : undefined}>
          <header class="room-person">
            <Avatar author={shown().post.author} />
            <span class="room-names">
              <span class="room-name" dir="auto">
                {shown().post.author.name}
              </span>
              <span class="room-source">
                {formatNetworkName(shown().post.network)} · <TimeAgo at={shown().post.sortAt} />
                <Show when={shown().pages.length > 1}>
                  {' · '}
                  {t('page', { page: shown().page + 1, pages: shown().pages.length })}
                </Show>
              </span>
            </span>
          </header>
          <div class="room-words">
            <RichText body={body()} lang={shown().post.lang} inert />
          </div>
          <Show when={hasPicture() && picture()}>
            {(media) => (
              <img
                class="room-picture"
                src={mediaAddress(media().src, 1280)}
                lang={shown().post.lang ?? ''}
                alt={media().alt}
                decoding="async"
                onError={() => setBroken(media().src)}
              />
            )}
          </Show>
        </article>
      )}
    </Show>
  )
}
