import type { QueuePost } from '@wall/api/wire/queue'
import { createEffect, createMemo, For, on, Show } from 'solid-js'
import { takeawayHue } from '../../lib/takeaway-hue.ts'
import { Icon } from '../../ui/icons.tsx'
import { TheirWords } from '../../ui/post/their-words.tsx'
import { TimeAgo } from '../../ui/post/time-ago.tsx'
import { useModerateMessages } from '../messages.ts'
import { PlaceMark } from '../place-mark.tsx'
import { isErased, placeOf } from '../queue/queue-model.ts'

/** Rows drawn on either side of the post in front; a queue of thousands stays as quick as one of ten. */
const reach = 40

/**
 * The list beside the post in front: who, the first words, where it is filed, and when, as the card has it.
 */
export function QueueList(props: {
  posts: readonly QueuePost[]
  currentId: number | null
  hasMore: boolean
  onSelect: (id: number) => void
}) {
  const t = useModerateMessages()
  let list: HTMLOListElement | undefined
  let box: HTMLDivElement | undefined
  const place = createMemo(() =>
    Math.max(
      0,
      props.posts.findIndex((post) => post.id === props.currentId),
    ),
  )
  const first = () => Math.max(0, place() - reach)
  const end = () => Math.min(props.posts.length, place() + reach + 1)
  createEffect(
    on(
      () => props.currentId,
      () => reveal(list?.querySelector('[aria-current]')),
      { defer: true },
    ),
  )
  return (
    <div class="queue-list" ref={box}>
      <Show when={first() > 0}>
        <button type="button" class="queue-beyond" onClick={() => select(first() - 1)}>
          {t('earlier', { count: first() })}
        </button>
      </Show>
      <ol ref={list} aria-label={t('queueLabel')}>
        <For each={props.posts.slice(first(), end())}>
          {(post) => <Row post={post} isCurrent={post.id === props.currentId} onSelect={props.onSelect} />}
        </For>
      </ol>
      <Show when={end() < props.posts.length || props.hasMore}>
        <button
          type="button"
          class="queue-beyond"
          onClick={() => select(Math.min(end(), props.posts.length - 1))}
        >
          {end() < props.posts.length ? t('later', { count: props.posts.length - end() }) : t('loadingMore')}
        </button>
      </Show>
    </div>
  )

  /** Scrolls the list alone: on a phone, where it is no box of its own, the page stays where it is. */
  function reveal(row: Element | null | undefined) {
    if (!row || !box || box.scrollHeight <= box.clientHeight) return
    const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()]
    if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top
    else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom
  }

  function select(index: number) {
    const post = props.posts[index]
    if (post) props.onSelect(post.id)
  }
}

function Row(props: { post: QueuePost; isCurrent: boolean; onSelect: (id: number) => void }) {
  const t = useModerateMessages()
  return (
    <li>
      <button
        type="button"
        class="queue-row"
        data-takeaway={placeOf(props.post) ?? 'unfiled'}
        style={{ '--wheel': takeawayHue(placeOf(props.post)) }}
        aria-current={props.isCurrent ? 'true' : undefined}
        onClick={() => props.onSelect(props.post.id)}
      >
        <PlaceMark post={props.post} />
        <span class="queue-row-text">
          <span class="queue-row-name">
            <span dir="auto">{props.post.author.name}</span>
            <span class="queue-row-time">
              <TimeAgo at={props.post.createdAt} />
            </span>
          </span>
          <span class="queue-row-words" lang={props.post.lang ?? ''} dir={props.post.dir ?? 'auto'}>
            <Show when={!isErased(props.post)} fallback={t('hiddenDeleted')}>
              <TheirWords text={oneLine(props.post) || (props.post.media[0]?.alt ?? t('mediaLabel'))} />
            </Show>
          </span>
        </span>
        <Show when={props.post.hiddenWhy}>
          <Icon name="time" class="queue-row-sign" />
          <span class="visually-hidden">{t('hiddenTitle')}</span>
        </Show>
      </button>
    </li>
  )
}

/** All words of a post. What is no plain word turns nothing around it (UAX 9, FSI and PDI). */
function oneLine({ body, dir }: QueuePost): string {
  return body
    .map(({ kind, text }) => (kind === 'text' || dir === 'ltr' ? text : `\u2068${text}\u2069`))
    .join('')
}
