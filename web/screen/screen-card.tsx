import { createEffect, createMemo, createSignal, onCleanup, Show } from 'solid-js'
import { useScreenWords } from '../lib/i18n/screen.ts'
import { mediaAddress, pictureRatio } from '../lib/media-address.ts'
import { useNetworkName } from '../lib/network-name.ts'
import { Avatar } from '../ui/post/avatar.tsx'
import { RichText } from '../ui/post/rich-text.tsx'
import { TimeAgo } from '../ui/post/time-ago.tsx'
import { fitWords, startSize } from './fit-words.ts'
import type { Shown } from './scene.ts'
import { weighText } from './text-pages.ts'

/** A name longer than this is set smaller. */
const longName = 32

/**
 * A person's words for a room: as large as they fit, always whole. `onTooMuch` hears of words that fit in no
 * size.
 */
export function ScreenCard(props: {
  shown: Shown | undefined
  isSpotlight: boolean
  onTooMuch: (shown: Shown) => void
}) {
  const t = useScreenWords()
  const nameNetwork = useNetworkName()
  const [card, setCard] = createSignal<HTMLElement>()
  const body = createMemo(() => props.shown?.pages[props.shown.page] ?? [])
  const picture = () => (props.shown?.page === 0 ? props.shown.post.media[0] : undefined)
  /** Only a picture that is there takes up room; one that never comes leaves it to the words. */
  const [loaded, setLoaded] = createSignal<{ src: string; ratio: number }>()
  const drawn = () => (loaded()?.src === picture()?.src ? loaded() : undefined)
  /** What moves on the network stands still here, and says so. */
  const still = () => {
    const kind = drawn() && picture()?.kind
    return kind === 'image' ? undefined : kind
  }

  createEffect(() => {
    const element = card()
    const { shown } = props
    const hasPicture = drawn() !== undefined
    const first = startSize(weighText(body()), { isSpotlight: props.isSpotlight, hasPicture })
    if (!element || !shown) return
    const fit = () => {
      if (!fitWords(element, first)) props.onTooMuch(shown)
    }
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
        <article
          class="room-card"
          ref={setCard}
          data-post={shown().post.id}
          data-picture={drawn() ? '' : undefined}
        >
          <header class="room-person">
            <Avatar author={shown().post.author} />
            <span class="room-names">
              <span
                class="room-name"
                dir="auto"
                data-long={shown().post.author.name.length > longName ? '' : undefined}
              >
                {shown().post.author.name}
              </span>
              <span class="room-source">
                <Show when={shown().isNew}>
                  <span class="room-new">{t('justIn')}</span>{' '}
                </Show>
                {nameNetwork(shown().post.network)} · <TimeAgo at={shown().post.sortAt} />
                <Show when={shown().pages.length > 1}>
                  {' · '}
                  {t('page', { page: shown().page + 1, pages: shown().pages.length })}
                </Show>
                <Show when={still()}>
                  {(kind) => (
                    <>
                      {' · '}
                      {t(kind())}
                    </>
                  )}
                </Show>
              </span>
            </span>
          </header>
          <div class="room-words">
            <RichText body={body()} lang={shown().post.lang} dir={shown().post.dir} inert />
          </div>
          <Show when={picture()}>
            {(media) => (
              <div class="room-picture" hidden={!drawn()} style={{ '--ratio': drawn()?.ratio }}>
                <img
                  src={mediaAddress(media().src, 1280)}
                  lang={shown().post.lang ?? ''}
                  alt={media().alt}
                  onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
                    const ratio = pictureRatio(naturalWidth, naturalHeight, { least: 1 / 3, most: 3 }) ?? 1
                    setLoaded({ src: media().src, ratio })
                  }}
                />
              </div>
            )}
          </Show>
        </article>
      )}
    </Show>
  )
}
