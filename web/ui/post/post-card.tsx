import './post-card.css'
import type { WallPost } from '@wall/api/wire/post'
import { createUniqueId, type JSX, Show } from 'solid-js'
import { useCommon } from '../../lib/i18n/common.ts'
import { useNetworkName } from '../../lib/network-name.ts'
import { isShortPost } from '../../lib/post-text.ts'
import { takeawayHue } from '../../lib/takeaway-hue.ts'
import { Icon } from '../icons.tsx'
import { Avatar } from './avatar.tsx'
import { OutsideLink } from './outside-link.tsx'
import { PostMedia } from './post-media.tsx'
import { type DrawText, RichText } from './rich-text.tsx'
import { TakeawayMark } from './takeaway-mark.tsx'
import { TheirWords } from './their-words.tsx'
import { TimeAgo } from './time-ago.tsx'

export type PostCardProps = {
  post: WallPost
  /**
   * Its place in a feed, from 1; with `setSize` (how many there are). Left out where the card stands alone.
   */
  position?: number
  setSize?: number
  /** Off the wall: leave out what the page around it already says. */
  hideMark?: boolean
  /** Draws the plain parts of the words. */
  draw?: DrawText
  /** Draws the mark beside links that read as another address; none where nobody decides. */
  drawHostMark?: () => JSX.Element
  /** What can be done with it, under the words. */
  actions?: JSX.Element
  /** More facts between words and foot, e.g. for moderators. */
  children?: JSX.Element
  ref?: (element: HTMLElement) => void
}

/**
 * Person first, then the words, then pictures, then a thin foot. No counts of likes: a wall of answers is not
 * a contest.
 */
export function PostCard(props: PostCardProps) {
  const nameNetwork = useNetworkName()
  const t = useCommon()
  const id = createUniqueId()
  return (
    <article
      class="card"
      ref={(element) => props.ref?.(element)}
      data-post={props.post.id}
      data-takeaway={props.post.takeaway ?? 'unfiled'}
      data-short={isShortPost(props.post) ? '' : undefined}
      style={{ '--wheel': takeawayHue(props.post.takeaway) }}
      tabindex="-1"
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-words`}
      aria-posinset={props.position}
      aria-setsize={props.setSize}
    >
      <header class="card-person">
        <Avatar author={props.post.author} />
        <div class="card-names">
          <OutsideLink class="card-name" href={props.post.author.link}>
            <span id={`${id}-name`} dir="auto">
              {props.post.author.name}
            </span>
          </OutsideLink>
          <Show when={props.post.author.handle}>
            {(handle) => <span class="card-handle">@{handle()}</span>}
          </Show>
        </div>
      </header>
      <div class="card-words" id={`${id}-words`}>
        <RichText
          body={props.post.body}
          lang={props.post.lang}
          dir={props.post.dir}
          draw={props.draw}
          drawHostMark={props.drawHostMark}
        />
      </div>
      <Show when={props.post.media.length > 0}>
        <PostMedia post={props.post} />
      </Show>
      <Show when={props.post.card}>
        {(card) => (
          <OutsideLink class="card-link" href={card().href}>
            <Icon name="link" />
            <span>
              <span class="card-link-title" dir="auto">
                <TheirWords text={card().title} />
              </span>
              <span class="card-link-host">
                <Show when={card().leadsTo}>{props.drawHostMark?.()}</Show>
                {card().host}
              </span>
            </span>
          </OutsideLink>
        )}
      </Show>
      <Show when={props.post.quote}>
        {(quote) => (
          <p class="card-quote">
            <OutsideLink href={quote().href}>
              {t('quote')}
              <span class="visually-hidden"> {t('by', { name: props.post.author.name })}</span>
            </OutsideLink>
          </p>
        )}
      </Show>
      {props.children}
      {props.actions}
      <footer class="card-foot">
        <span>
          {nameNetwork(props.post.network)} · <TimeAgo at={props.post.createdAt} />
        </span>
        <OutsideLink class="card-original" href={props.post.link} title={t('original')}>
          {t('originalShort')}
          <span class="visually-hidden"> {t('by', { name: props.post.author.name })}</span>
          <Icon name="outside" />
        </OutsideLink>
        <Show when={!props.hideMark}>
          <TakeawayMark takeaway={props.post.takeaway} />
        </Show>
      </footer>
    </article>
  )
}
