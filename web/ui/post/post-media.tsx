import type { MediaView, WallPost } from '@wall/api/wire/post'
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { useCommon } from '../../lib/i18n/common.ts'
import { mediaAddress, pictureRatio } from '../../lib/media-address.ts'
import { Icon } from '../icons.tsx'
import { OutsideLink } from './outside-link.tsx'
import { TheirWords } from './their-words.tsx'

/**
 * Pictures in boxes of their final size, each with its description one tap away. A video or a GIF is a still
 * that leads to the original.
 */
export function PostMedia(props: { post: WallPost; eager?: boolean }) {
  return (
    <div class="media" data-count={Math.min(props.post.media.length, 4)}>
      <For each={props.post.media}>
        {(media) => (
          <Picture
            media={media}
            link={props.post.link}
            name={props.post.author.name}
            lang={props.post.lang ?? ''}
            eager={props.eager ?? false}
            isAlone={props.post.media.length === 1}
          />
        )}
      </For>
    </div>
  )
}

function Picture(props: {
  media: MediaView
  link: string
  name: string
  lang: string
  eager: boolean
  isAlone: boolean
}) {
  const t = useCommon()
  const id = createUniqueId()
  const [open, setOpen] = createSignal(false)
  const ratio = () => {
    // A very tall picture would push the words of others far down, and a very wide one has no room for its
    // button; the whole of it is on the original.
    const { width, height } = props.media
    return (props.isAlone && pictureRatio(width, height, { least: 0.72, most: 2.4 })) || 4 / 3
  }
  return (
    <figure class="picture">
      <div class="picture-box" style={{ 'aspect-ratio': ratio() }}>
        <img
          src={mediaAddress(props.media.src, 640)}
          srcset={`${mediaAddress(props.media.src, 640)} 640w, ${mediaAddress(props.media.src, 1280)} 1280w`}
          sizes="(min-width: 48rem) 24rem, 100vw"
          lang={props.lang}
          alt={props.media.alt}
          width={props.media.width || 640}
          height={props.media.height || 480}
          loading={props.eager ? 'eager' : 'lazy'}
          decoding="async"
        />
        <Show when={props.media.kind !== 'image' && (props.media.kind === 'gif' ? 'gif' : 'video')}>
          {(kind) => (
            <OutsideLink class="picture-play" href={props.link} title={t(kind())}>
              <Show when={kind() === 'gif'} fallback={<Icon name="play" />}>
                <span class="picture-gif" aria-hidden="true">
                  GIF
                </span>
              </Show>
              <span class="visually-hidden">
                {t(kind())} {t('by', { name: props.name })}
              </span>
            </OutsideLink>
          )}
        </Show>
        <Show when={props.media.alt}>
          <button
            class="picture-alt"
            type="button"
            aria-expanded={open()}
            aria-controls={id}
            onClick={() => setOpen(!open())}
          >
            <span aria-hidden="true">{t('alt')}</span>
            <span class="visually-hidden">{open() ? t('altHide') : t('altShow')}</span>
          </button>
        </Show>
      </div>
      <figcaption class="picture-words" id={id} lang={props.lang} dir="auto" hidden={!open()}>
        <TheirWords text={props.media.alt} />
      </figcaption>
    </figure>
  )
}
