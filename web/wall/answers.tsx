import { createMemo, createSignal, For, Show } from 'solid-js'
import { useDescribeError } from '../lib/describe-error.ts'
import { useWallWords } from '../lib/i18n/wall.ts'
import { useServices } from '../lib/services.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icons.tsx'
import { Notice } from '../ui/notice.tsx'
import { PostCard } from '../ui/post/post-card.tsx'
import type { Wall } from './create-wall.ts'
import { moveInFeed } from './feed-keys.ts'
import { createMasonry } from './masonry.ts'
import { countAnswers, getSection, hasOlder, sectionKey } from './wall-state.ts'

/** The posts of one section: newest first in columns, new ones behind a button, older ones behind another. */
export function Answers(props: { wall: Wall; takeaway: number | null }) {
  const t = useWallWords()
  const describe = useDescribeError()
  const { numberOf } = useServices()
  const key = () => sectionKey(props.takeaway)
  const section = createMemo(() => getSection(props.wall.state(), key()))
  const ids = createMemo(() => section().shown)
  const count = () => countAnswers(props.wall.state(), key())
  const [grid, setGrid] = createSignal<HTMLElement>()
  const [isFetching, setIsFetching] = createSignal(false)
  const [fault, setFault] = createSignal<unknown>()
  createMasonry(grid, ids)

  const showNew = () => {
    const fresh = section().waiting
    props.wall.reveal(key())
    focusCard(
      grid(),
      ids().find((id) => fresh.includes(id)),
    )
  }
  const showOlder = async () => {
    const before = new Set(ids())
    setIsFetching(true)
    setFault(undefined)
    try {
      await props.wall.fetchOlder(props.takeaway, key())
      focusCard(
        grid(),
        ids().find((id) => !before.has(id)),
      )
    } catch (error) {
      setFault(error)
    } finally {
      setIsFetching(false)
    }
  }

  return (
    <div class="answers">
      <div class="answers-bar">
        <p class="answers-count tabular">{count() > 0 ? t('answers', { count: count() }) : ''}</p>
        <Show when={section().waiting.length > 0}>
          <Button class="answers-new" size="small" onClick={showNew}>
            <Icon name="up" />
            {t('showNew', { count: section().waiting.length })}
          </Button>
        </Show>
      </div>
      <Show when={ids().length > 0} fallback={<NoAnswers wall={props.wall} />}>
        <div
          class="answers-grid"
          role="feed"
          aria-label={
            props.takeaway === null ? t('answersOther') : t('answersTo', { number: numberOf(props.takeaway) })
          }
          aria-busy={isFetching()}
          ref={setGrid}
          onKeyDown={moveInFeed}
        >
          <For each={ids()}>
            {(id, index) => {
              const post = createMemo(() => props.wall.state().posts.get(id))
              return (
                <Show when={post()}>
                  {(one) => <PostCard post={one()} position={index() + 1} setSize={count()} hideMark />}
                </Show>
              )
            }}
          </For>
        </div>
      </Show>
      <Show when={fault()}>
        {(error) => <Notice kind="bad">{t('olderFailed', { why: describe(error()) })}</Notice>}
      </Show>
      <Show when={hasOlder(props.wall.state(), key())}>
        <Button
          class="answers-older"
          aria-disabled={isFetching()}
          onClick={() => !isFetching() && void showOlder()}
        >
          <Show when={isFetching()} fallback={<Icon name="down" />}>
            <span class="spinner" aria-hidden="true" />
          </Show>
          {isFetching() ? t('loadingOlder') : t('showOlder')}
        </Button>
      </Show>
    </div>
  )
}

function NoAnswers(props: { wall: Wall }) {
  const t = useWallWords()
  return (
    <EmptyState title={t('emptyTitle')}>
      <p>{t('emptyText', { tag: `#${props.wall.state().campaign.hashtags[0] ?? ''}` })}</p>
    </EmptyState>
  )
}

function focusCard(grid: HTMLElement | undefined, id: number | undefined) {
  if (id === undefined) return
  grid?.querySelector<HTMLElement>(`[data-post="${id}"]`)?.focus()
}
